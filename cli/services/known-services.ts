import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { troupeHome } from '../../core/base/home';
import type { CredentialData } from '../../core/ports/access/credentials';
import { TroupeError } from '../../core/base/errors';
import { replaceFile } from '../terminal/replace-file';

/** A distant `troupe serve`, and what commands call it with: a key, or a login at its issuer. */
export type KnownService = { url: string } & ({ key: string; login?: undefined } | { key?: undefined; login: CredentialData });

type Services = Record<string, KnownService>;

export const fileOf = (environment: NodeJS.ProcessEnv) => join(troupeHome(environment), 'services.json');

/** @throws TroupeError INPUT_INVALID for a file that is damaged */
export function readServices(environment: NodeJS.ProcessEnv): Services {
	const file = fileOf(environment);
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
		throw error;
	}
	const services = parse(text);
	if (services) return services;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is damaged: expected the names of services, each with "url", and "key" or "login".`,
		fix: 'Remove the file, and log in again: troupe login URL.',
	});
}

/** Writes all services into a file that only this user can read. */
export function writeServices(services: Services, environment: NodeJS.ProcessEnv): void {
	replaceFile(fileOf(environment), `${JSON.stringify(services, null, '\t')}\n`, 0o600);
}

/** @throws TroupeError INPUT_INVALID for a name that nobody logged in to */
export function findService(name: string, environment: NodeJS.ProcessEnv): KnownService {
	const services = readServices(environment);
	const found = Object.hasOwn(services, name) ? services[name] : undefined;
	if (found) return found;
	const names = Object.keys(services);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no service ${JSON.stringify(name.slice(0, 100))} that you are logged in to.`,
		fix:
			names.length > 0
				? `Name one of: ${names.join(', ')}; or log in: troupe login URL --name ${name}.`
				: 'Log in to it: troupe login URL.',
	});
}

function parse(text: string): Services | undefined {
	try {
		const read = JSON.parse(text) as Services | null;
		const isWhole = (one: Partial<KnownService> | null) =>
			typeof one?.url === 'string' && (typeof one.key === 'string' || typeof one.login === 'object');
		return typeof read === 'object' && read !== null && Object.values(read).every(isWhole) ? read : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
