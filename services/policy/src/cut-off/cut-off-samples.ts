// How long changes that take something away wait for whom: for those who watch.
import type { Sample } from '@gatehouse/service-kit';
import type { Agency } from '@gatehouse/sharing';
import type { Followers } from './followers.ts';

/** Of each service: cut-offs that are not complete and wait for it, and how old the oldest is. */
export const cutOffSamples = async ({ pool, service, clock }: Agency, followers: Followers): Promise<Sample[]> => {
  const { rows } = await pool.query<{ follower: string; waiting: number; oldest: Date | null }>(
    `select f.follower, count(c.begun_at)::integer as waiting, min(c.begun_at) as oldest from unnest($1::text[]) as f (follower)
     left join registry.applied a on a.service = f.follower
     left join registry.cut_off c on not c.is_complete and c.bundle_version > coalesce(a.version, 0)
     group by f.follower`,
    [[...followers.keys()]],
  );
  const now = clock.now().getTime();
  return rows.flatMap(({ follower, waiting, oldest }): Sample[] => {
    const labels = { waits_for: follower };
    const seconds = oldest === null ? 0 : Math.max(0, (now - oldest.getTime()) / 1000);
    return [
      { name: 'gatehouse_cut_offs_unacknowledged', service, labels, value: waiting },
      { name: 'gatehouse_cut_off_oldest_seconds', service, labels, value: seconds },
    ];
  });
};
