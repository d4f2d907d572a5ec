import { TroupeError } from '../../core/base/errors';
import type { ManifestReference } from '../../core/ports/manifests';
import { logWarnings } from './log-warnings';
import { waitUntil } from '../../test/support/wait-until';

const reference = { package: 'n8n-nodes-troupe', version: '1.0.0' } as ManifestReference;

it('says each warning of the gate once, those that come later too, and goes on when the gate refuses', async () => {
	const answers = [['ends in 5 days'], ['ends in 5 days'], undefined, 'refused', ['ends in 4 days']] as const;
	let asked = 0;
	const lines: unknown[][] = [];
	const gate = {
		admit: async () => {
			const answer = answers[Math.min(asked++, answers.length - 1)];
			if (answer === 'refused') throw new TroupeError({ code: 'MANIFEST_REVOKED', message: 'no' });
			return { ...reference, ...(answer && { warnings: [...answer] }) };
		},
	};
	const telling = logWarnings({ gate }, 'worker', (...line) => void lines.push(line), 1);
	await telling.firstCheck;
	expect(lines).toEqual([['warn', 'ends in 5 days']]);
	await waitUntil('the gate to be asked again', () => asked > answers.length, { seen: () => ({ asked, lines }), everyMs: 1 });
	telling.stop();
	expect(lines).toEqual([
		['warn', 'ends in 5 days'],
		['warn', 'ends in 4 days'],
	]);
});
