/** Takes one line for a person to read while they wait. */
export type Progress = (line: string) => void;

export const silent: Progress = () => {};
