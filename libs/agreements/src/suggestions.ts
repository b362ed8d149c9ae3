const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
};

/** The word of a list that was probably meant, as a suggestion, or null when none is near. */
export const didYouMean = (written: string, words: Iterable<string>): string | null => {
  const near = [...words]
    .map((word) => ({ word, away: distance(written.slice(0, 120).toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.away - b.away || a.word.localeCompare(b.word))[0];
  return near && near.away <= Math.max(2, Math.ceil(written.length / 3)) ? `did you mean ${near.word}?` : null;
};
