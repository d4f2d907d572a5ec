import { TroupeError } from '../core/base/errors';
import type { PublishedAgents } from '../core/ports/manifests';
import { setEnvironment } from '../test/support/set-environment';
import { collectWarnings } from './collect-warnings';
import { refusedAgentsLog } from './log/log-refused-agents';

const notApproved = new TroupeError({ code: 'MANIFEST_NOT_APPROVED', message: 'pub 1.0.0 is not approved', fix: 'Have it approved.' });
const publishing = (listRefused: NonNullable<PublishedAgents['listRefused']>) =>
	({ listRefused, find: async () => undefined, list: async () => [] }) satisfies PublishedAgents;

it('warns of published agents that cannot run, without their names, which the log has once', async () => {
	const lines: unknown[][] = [];
	let refused = [notApproved];
	const onRefused = refusedAgentsLog((...line) => void lines.push(line));
	const warn = () => collectWarnings({ host: { published: publishing(async () => refused) }, onRefused });
	for (let asked = 0; asked < 2; asked++)
		expect(await warn()).toEqual([expect.stringMatching(/cannot run and are not offered: 1 \(MANIFEST_NOT_APPROVED\)/)]);
	refused = [];
	expect(await warn()).toEqual([]);
	refused = [notApproved];
	await warn();
	const line = ['warn', 'published agent cannot run', expect.objectContaining({ error: 'pub 1.0.0 is not approved' })];
	expect(lines).toEqual([line, line]);
});

it('says nothing while the trust cannot be read: the check of the gate does', async () => {
	const published = publishing(() => Promise.reject(notApproved));
	expect(await collectWarnings({ host: { published } })).toEqual([]);
});

it('warns of a file of witnesses that cannot be read, without its path', async () => {
	const restore = setEnvironment({ TROUPE_AUDIT_WITNESSES: '/nowhere/witnesses' });
	try {
		expect(await collectWarnings({ host: {} })).toEqual([
			'The witnesses of audit logs cannot be read (INPUT_INVALID): `troupe doctor` says why.',
		]);
	} finally {
		restore();
	}
});
