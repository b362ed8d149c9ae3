/**
 * Arguments of `python3` that fetch wheels into a folder and nothing else: no dependency, no source to be built, and only bytes whose hash
 * stands in the requirements file.
 * @param pinned path of that file
 */
export const pipDownload = (pinned: string, folder: string): string[] => [
  '-m',
  'pip',
  'download',
  '--quiet',
  '--no-deps',
  '--only-binary',
  ':all:',
  '--require-hashes',
  '--dest',
  folder,
  '-r',
  pinned,
];
