/** Attacks that cannot be played here count neither as stopped nor as succeeded. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TroupeError } from '../core/base/errors';
import { findPackageFolder } from '../core/base/package-folder';
import type { Gate } from '../core/ports/manifests';
import { attacks } from './attacks';
import { playAttacks } from './play-attacks';
import { Range } from './range/range';

/** Attacks that need no service. */
const risks = /^ASI(?:01|02|06|08|09|10)\./;

let range: Range;
let isAsked = false;
const gate: Gate = {
	async admit({ kind }) {
		isAsked ||= kind === 'agent';
		throw new TroupeError({ code: 'TRUST_ROOT_MISSING', message: 'There is no root here.' });
	},
};
beforeAll(async () => {
	const home = join(tmpdir(), 'troupe-no-home');
	const environment = { PATH: process.env.PATH, HOME: process.env.HOME, TROUPE_HOME: home };
	range = await Range.open({ environment, home, packageFolder: findPackageFolder(), tenant: 'default' }, gate);
});
afterAll(() => range.close());

test('an attack on an agent is not tried where no agent may run', async () => {
	const wrong: string[] = [];
	let asked = 0;
	for (const attack of attacks.filter(({ id }) => risks.test(id))) {
		isAsked = false;
		const [played] = await playAttacks([attack], range, { signal: new AbortController().signal });
		const { state, seen } = played!.observation;
		// The first one is told by the gate, the others by what it told.
		const needsAgent = isAsked || seen.includes('There is no root here.');
		asked += Number(needsAgent);
		if (state === 'open' || (needsAgent && state !== 'not-tried')) wrong.push(`${attack.id} ${state}: ${seen}`);
	}
	expect(wrong).toEqual([]);
	expect(asked).toBeGreaterThan(100);
});
