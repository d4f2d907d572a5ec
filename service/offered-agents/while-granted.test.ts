import { once } from 'node:events';
import { TroupeError } from '../../core/base/errors';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { whileGranted } from './while-granted';

const never = new AbortController().signal;
const untilAborted = async (signal: AbortSignal) => {
	await once(signal, 'abort');
	throw new TroupeError({ code: 'CANCELLED', message: 'The run was cancelled.' });
};
const granted = { scopes: new Set(['agent:run']) } as unknown as Grant;
const refused = new TroupeError({ code: 'ACCESS_DENIED', message: 'The API key was revoked.' });

it('ends work whose key is revoked meanwhile, with that reason (streamplace/streamplace#278)', async () => {
	let checks = 0;
	const renew = () => (++checks < 3 ? Promise.resolve(granted) : Promise.reject(refused));
	await expect(whileGranted({ ...granted, renew }, 'clerk', never, untilAborted, 1)).rejects.toBe(refused);
});

it('ends work whose caller lost the scope', async () => {
	const renew = () => Promise.resolve({ ...granted, scopes: new Set(['process:read']) });
	await expect(whileGranted({ ...granted, renew }, 'clerk', never, untilAborted, 1)).rejects.toMatchObject({
		code: 'ACCESS_DENIED',
		details: { reason: 'scope' },
	});
});

it('ends work whose caller may run another agent only, and begins none', async () => {
	const renew = () => Promise.resolve({ ...granted, scopes: new Set(['agent:run:other']) });
	await expect(whileGranted({ ...granted, renew }, 'clerk', never, untilAborted, 1)).rejects.toMatchObject({
		code: 'ACCESS_DENIED',
		details: { scope: 'agent:run:clerk' },
	});
	const work = jest.fn();
	await expect(whileGranted(await renew(), 'clerk', never, work)).rejects.toMatchObject({ details: { scope: 'agent:run:clerk' } });
	expect(work).not.toHaveBeenCalled();
});

it('goes on while the keys cannot be read, and asks no more after the end', async () => {
	let checks = 0;
	const renew = () => {
		checks += 1;
		return Promise.reject(new TroupeError({ code: 'STORAGE_UNAVAILABLE' as never, message: 'The database is away.' }));
	};
	const work = async () => {
		while (checks < 3) await new Promise(setImmediate);
		return 'done';
	};
	await expect(whileGranted({ ...granted, renew }, 'clerk', never, work, 1)).resolves.toBe('done');
	const then = checks;
	await new Promise((resolve) => void setTimeout(resolve, 20));
	expect(checks).toBe(then);
});
