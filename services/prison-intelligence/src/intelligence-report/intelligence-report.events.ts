// The intelligence report, as far as an alert stands on it (domain reference 4.1): graded paragraph by paragraph, and
// approved by somebody other than its author.

/** Scale and value are kept together and never converted (domain reference 3.4). */
export interface Grade {
  scale: '3x5x2' | 'EUP';
  source: string;
  information: string;
}

export interface Paragraph {
  n: number;
  text: string;
  factual: boolean;
  grade: Grade;
}

/** A person as the prison service knows him: the id is custody's, random, and never leaves as it is. */
export interface ReportSubject {
  subjectId: string;
  name: string;
  aliases: string[];
  category: string;
  cases: string[];
}

export interface ReportRecorded {
  type: 'ReportRecorded';
  data: {
    reportUrn: string;
    prison: string;
    subjects: ReportSubject[];
    paragraphs: Paragraph[];
    reasonableGrounds: string;
    sourceNote: string | null;
    by: string;
    at: string;
  };
}

export interface ReportApproved {
  type: 'ReportApproved';
  data: { reportUrn: string; by: string; at: string };
}

export type ReportEvent = ReportRecorded | ReportApproved;

export const reportStream = (reportUrn: string): string => `intelligence-report-${reportUrn}`;
