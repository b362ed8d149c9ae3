-- What is held leaves in the order in which it came to be held, whatever the clock said; an acknowledged correction has it
-- decided again, so that the share hop looks for it all the time.
alter table sharing.held add column position bigint generated always as identity;
create index held_to_decide on sharing.held (bundle_version, position);
