/** Somebody who may ask the development provider for a token. */
export interface Persona {
  /** the client id, such as police-liaison */
  name: string;
  secret: string;
  /** the token's `sub` */
  person: string;
  agency: string;
  unit: string;
  roles: string[];
}
