/** A report's URN from a fresh UUID and the instant it is recorded at. */
export const newReportUrn = (id: string, at: string): string =>
  `IR-${at.slice(0, 4)}-${id.replaceAll('-', '').slice(0, 12).toUpperCase()}`;
