// Grades of source and information (domain reference 3.4). Stored on the scale they were given on and never converted.

/** Scale and value are kept together. */
export interface Grade {
  scale: '3x5x2' | 'EUP';
  source: string;
  information: string;
}

// A spec holds these against the closed list: a decider reads no file.
export const SCALES: Record<Grade['scale'], { source: string[]; information: string[] }> = {
  '3x5x2': { source: ['1', '2', '3'], information: ['A', 'B', 'C', 'D', 'E'] },
  EUP: { source: ['A', 'B', 'C', 'X'], information: ['1', '2', '3', '4'] },
};

/** The value of each scale that says: others confirm it (3x5x2 B, EUP 3). */
const CORROBORATED: Record<Grade['scale'], string> = { '3x5x2': 'B', EUP: '3' };

/** Whether both values stand on the grade's own scale. */
export const onScale = ({ scale, source, information }: Grade): boolean =>
  SCALES[scale].source.includes(source) && SCALES[scale].information.includes(information);

/** Whether the information counts as corroborated. */
export const isCorroborated = ({ scale, information }: Grade): boolean => information === CORROBORATED[scale];

export const sameGrade = (one: Grade, other: Grade): boolean =>
  one.scale === other.scale && one.source === other.source && one.information === other.information;
