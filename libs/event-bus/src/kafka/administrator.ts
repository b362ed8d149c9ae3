// One connection of the administrator, kept between the things he does: to log in takes longer than most of them.
import type { Admin } from 'kafkajs';
import { logToStandardError } from '../bus.ts';
import { asBusFault } from './kafka-faults.ts';
import { quietKafka } from './quiet-kafkajs.ts';

export interface AdministratorLogin {
  brokers: string[];
  username: string;
  password: string;
}

export class Administrator {
  #connecting: Promise<Admin> | null = null;

  constructor(private readonly login: AdministratorLogin) {}

  /** After any fault the connection is replaced. @throws BusFault when the broker refuses; RetryableFault when it is not to be had now */
  async does<T>(work: (client: Admin) => Promise<T>): Promise<T> {
    this.#connecting ??= this.#connected();
    const connecting = this.#connecting;
    try {
      return await work(await connecting);
    } catch (error) {
      if (this.#connecting === connecting) await this.close();
      throw asBusFault(error);
    }
  }

  async close(): Promise<void> {
    const connecting = this.#connecting;
    this.#connecting = null;
    await connecting?.then((client) => client.disconnect()).catch(() => undefined);
  }

  async #connected(): Promise<Admin> {
    const client = quietKafka({ ...this.login, clientId: 'gatehouse-administration' }, logToStandardError).admin();
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.disconnect().catch(() => undefined);
      throw error;
    }
  }
}
