import { hostname, networkInterfaces } from 'node:os';
import { TroupeError } from '../../core/base/errors';
import { isLoopback } from '../../core/base/network/loopback';
import { readSetting } from '../../core/base/settings/settings';
import { nameService } from '../services/login-at-issuer';
import type { ServeOptions } from './serve-options';

/** Refuses a registry at the service itself: it would wait for its own answer. @throws TroupeError INPUT_INVALID */
export function refuseOwnRegistry({ host, port }: Pick<ServeOptions, 'host' | 'port'>, environment: NodeJS.ProcessEnv): void {
	const readUrl = (name: 'TROUPE_REGISTRY_URL' | 'TROUPE_PUBLIC_URL') => URL.parse(readSetting(name, environment) ?? '');
	const registry = readUrl('TROUPE_REGISTRY_URL');
	const publicUrl = readUrl('TROUPE_PUBLIC_URL');
	if (registry === null) return;
	const isPublic = publicUrl !== null && nameService(publicUrl) === nameService(registry);
	if (!isPublic && !(findPort(registry) === port && answersTo(host, registry.hostname.replace(/^\[|\]$/g, '')))) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_REGISTRY_URL is ${registry.origin}, which is this service: it cannot ask itself what it may run.`,
		fix: 'Unset TROUPE_REGISTRY_URL here. To run what the registry approved, start another `troupe serve` or `troupe worker` that follows it, with its own TROUPE_HOME.',
	});
}

const findPort = ({ port, protocol }: URL): number => Number(port || (protocol === 'https:' ? 443 : 80));

/** Returns whether a service that listens at an address answers under a name or address. */
function answersTo(listensAt: string, name: string): boolean {
	if (listensAt === name) return true;
	if (isLoopback(listensAt)) return isLoopback(name);
	if (listensAt !== '0.0.0.0' && listensAt !== '::') return false;
	const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
	return isLoopback(name) || name === hostname().toLowerCase() || own.includes(name);
}
