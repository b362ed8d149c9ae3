// Who a route is about. Whatever is no id of a person is answered like nobody.
import { Problem } from '@gatehouse/service-kit';
import type { PipeTransform } from '@nestjs/common';

const PERSON = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const personId: PipeTransform<string> = {
  transform: (value) => {
    if (!PERSON.test(value)) throw new Problem('not-found');
    return value;
  },
};
