-- Who may do what on which topic, as the plan says, which follows from the instruments: the same as the broker's rights. Each client has
-- a role of its own; what no row below gives, no client can do. Nobody sees the rights of others.

create table bus_transport.writers (
  topic text primary key references bus_transport.topics (name),
  role name not null
);

create table bus_transport.readers (
  topic text not null references bus_transport.topics (name),
  role name not null,
  primary key (topic, role)
);

-- A position is a group's, and a group is one role's. One that begins so stands for all whose names do.
create table bus_transport.groups (
  name text not null,
  begins boolean not null,
  role name not null,
  primary key (name, begins, role)
);

alter table bus_transport.writers enable row level security;
alter table bus_transport.readers enable row level security;
alter table bus_transport.groups enable row level security;
create policy own on bus_transport.writers for select using (role = current_user);
create policy own on bus_transport.readers for select using (role = current_user);
create policy own on bus_transport.groups for select using (role = current_user);

alter table bus_transport.topics enable row level security;
create policy own on bus_transport.topics for select using (
  name in (select topic from bus_transport.writers) or name in (select topic from bus_transport.readers));

alter table bus_transport.messages enable row level security;
create policy writes on bus_transport.messages for insert with check (topic in (select topic from bus_transport.writers));
create policy reads on bus_transport.messages for select using (topic in (select topic from bus_transport.readers));

alter table bus_transport.positions enable row level security;
create policy own on bus_transport.positions using (
  topic in (select topic from bus_transport.readers)
  and exists (select from bus_transport.groups g
    where case when g.begins then starts_with(group_name, g.name) else group_name = g.name end));
