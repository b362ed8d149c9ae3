-- A decision names the bundle and the rules it was made with by their digests, so that it is made again with those and no others.
alter table policy.bundles add column digest text;
update policy.bundles set digest = rtrim(translate(encode(sha256(convert_to(jws, 'UTF8')), 'base64'), '+/' || chr(10), '-_'), '=');
alter table policy.bundles alter column digest set not null;
create unique index bundle_by_digest on policy.bundles (digest);

-- What a program decides by beside the bundle: the rules that hold for every instrument, the duties, the products' fields.
create table policy.rules (
  digest text primary key,
  rules jsonb not null,
  kept_at timestamptz not null
);
