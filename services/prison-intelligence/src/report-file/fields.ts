// The fields of a report as columns of a spreadsheet, and the headings that are understood without being told. One line is
// one report; further people and paragraphs stand in columns with a number: "text 2", "source 2".

export interface Field {
  name: string;
  /** 1 unless its heading has a number */
  place: number;
}

type Part = 'report' | 'subject' | 'paragraph';
interface Known {
  part: Part;
  needed: boolean;
  headings: string[];
}

export const FIELDS: Record<string, Known> = {
  reference: known('report', true, ['reference', 'report number', 'number', 'номер', 'номер рапорта']),
  observedOn: known('report', true, ['observed on', 'date', 'observed', 'дата', 'дата наблюдения']),
  prison: known('report', true, ['prison', 'establishment', 'учреждение']),
  reasonableGrounds: known('report', true, ['reasonable grounds', 'grounds', 'основания']),
  sourceNote: known('report', false, ['source note', 'сведения об источнике']),
  provenance: known('report', false, ['provenance', 'происхождение']),
  subjectId: known('subject', true, ['subject id', 'subject', 'prisoner id', 'идентификатор']),
  subjectName: known('subject', true, ['subject name', 'name', 'фио', 'имя']),
  aliases: known('subject', false, ['aliases', 'alias', 'клички', 'кличка']),
  category: known('subject', true, ['category', 'категория']),
  cases: known('subject', false, ['cases', 'case', 'дела', 'дело']),
  text: known('paragraph', true, ['text', 'paragraph', 'intelligence', 'текст', 'сведения']),
  factual: known('paragraph', true, ['factual', 'fact', 'факт']),
  scale: known('paragraph', true, ['scale', 'шкала']),
  source: known('paragraph', true, ['source', 'source evaluation', 'источник']),
  information: known('paragraph', true, ['information', 'information assessment', 'информация']),
};

/** People and paragraphs a line may hold. */
export const MOST_PLACES = 20;

function known(part: Part, needed: boolean, headings: string[]): Known {
  return { part, needed, headings };
}

/** Case, and what stands for a blank, make no other heading. */
export const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

const BY_HEADING = new Map(
  Object.entries(FIELDS).flatMap(([name, { headings }]) => [plain(name), ...headings].map((known) => [known, name])),
);

/** The field a heading means, by its own name or by one of the usual ones; null for any other. */
export const fieldOf = (heading: string): Field | null => {
  const [, word = '', number] = /^(.*?)(?: (\d{1,2}))?$/.exec(plain(heading)) ?? [];
  const name = BY_HEADING.get(word) ?? BY_HEADING.get(word.replaceAll(' ', ''));
  return name ? placed(name, number) : null;
};

/** The field a key of a mapping names: exactly, such as `subjectName` or `text 2`; null for any other. */
export const fieldNamed = (key: string): Field | null => {
  const [, name = '', number] = /^([A-Za-z]+)(?: (\d{1,2}))?$/.exec(key) ?? [];
  return Object.hasOwn(FIELDS, name) ? placed(name, number) : null;
};

const placed = (name: string, number: string | undefined): Field | null => {
  const place = number === undefined ? 1 : Number(number);
  const most = FIELDS[name]?.part === 'report' ? 1 : MOST_PLACES;
  return place >= 1 && place <= most ? { name, place } : null;
};

export const keyOf = ({ name, place }: Field): string => (place === 1 ? name : `${name} ${place}`);
