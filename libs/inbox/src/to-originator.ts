// What somebody does with another agency's item, as a product on its way to that agency: pure.
import type { Envelope, Outgoing } from '@gatehouse/sharing';

export interface SaidToOriginator {
  /** such as `police-liaison.item-use.v1` */
  product: string;
  /** what happened, as it ends the type of the message: `-asked`, `-given` */
  happened: string;
  id: string;
  unit: string;
  purpose: string;
  caseRef: string | null;
  /** null for what was written before it named anybody: it goes to nobody */
  originator: string | null;
  /** the people of the item as they came, by its originator's own references */
  subjects: Envelope['subjects'];
  priority: Outgoing['item']['priority'];
  /** by default none: the originator's own conditions do not bind the originator */
  handling?: Outgoing['item']['handling'];
  /** within which it has arrived, where it may not take its time: ISO 8601 */
  arrivesWithin?: string;
  payload: object;
}

/** Nobody else's, and never dropped: what policy does not let through to him is held and said aloud. */
export const toOriginator = (said: SaidToOriginator): Outgoing => ({
  type: said.product.replace(/\.v(\d+)$/, `${said.happened}.v$1`),
  unit: said.unit,
  purpose: said.purpose,
  caseRef: said.caseRef,
  classification: 'RESTRICTED',
  subjects: said.subjects.map(({ role: _role, ...subject }) => subject),
  ...(said.originator !== null && { to: said.originator }),
  ...(said.arrivesWithin !== undefined && { arrivesWithin: said.arrivesWithin }),
  item: {
    id: said.id,
    product: said.product,
    caseRef: said.caseRef,
    priority: said.priority,
    subjects: said.subjects.map(({ ref, role }) => ({ ref, role })),
    handling: said.handling ?? { code: 'P', conditions: [] },
    markers: [],
    reviewBy: null,
    destroyBy: null,
    payload: said.payload as Outgoing['item']['payload'],
  },
});
