// The people of the story, each as he calls the services.
import { personaNamed } from '../personas.ts';
import { PersonaClient, type Access } from './persona-client.ts';

export const people = (access: Access) => {
  const client = (name: string) => new PersonaClient(access, personaNamed(name));
  return {
    officer: client('prison-officer'),
    collator: client('collator'),
    analyst: client('analyst'),
    manager: client('intelligence-manager'),
    governor: client('governor'),
    psychologist: client('psychologist'),
    assessors: client('assessment-group'),
    liaison: client('police-liaison'),
    neighbour: client('police-neighbour'),
    commissioner: client('commissioner'),
    operator: client('operator'),
  };
};

export type People = ReturnType<typeof people>;
