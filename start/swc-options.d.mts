export declare const swcOptions: import('@swc/core').Options;
