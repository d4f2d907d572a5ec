import { TroupeError } from '../../../core/base/errors';
import { closed } from '../../../core/base/shape';
import type { RunContent } from '../../../core/ports/runs/run-content';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { reason } from '../../../manifests/registry/api/fields';
import type { Host } from '../../../providers/compose/hosts/host';
import { readRun } from '../../../providers/compose/runs/read-run';
import { scopesWithin } from '../../access/scopes';
import { describePending } from '../../offered-agents/describe-outcome';
import { requireReason } from '../../privacy/require-reason';
import { requireReading } from '../../runs/require-reading';
import { ofRun, shown } from '../../runs/run-schemas';
import { operation, type OperationContext } from '../operation';

type Place = Host & { grant?: Grant };

export const revealRun = operation({
	act: ({ runId, reason: why }, answer, _fault, tenant) =>
		// A wrong run name can be any words.
		answer === undefined
			? undefined
			: {
					action: 'data.revealed',
					object: { kind: 'run', value: runId },
					// People's words are in no clear leaf.
					details: { kind: 'reason', value: { reason: why }, subject: { kind: 'subject', id: `tenant:${tenant}` } },
				},
	summary: 'Read a run with its texts as its tenant keeps them, for a reason, which the audit log notes. The caller also needs run:read',
	tag: 'runs',
	method: 'POST',
	path: 'runs/:runId/reveal',
	scope: 'conversation:manage',
	input: { ...ofRun, body: closed({ reason }) },
	output: shown,
	refusals: { 409: 'Its texts were not kept, or kept masked' },
	maxAtOnce: 4,
	/** @throws TroupeError INPUT_INVALID for a blank reason, RESOURCE_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT */
	async perform({ runId, reason: why }, { host }: OperationContext<Place>) {
		requireReason(why);
		// The right to whole texts does not include every run.
		await requireReading(runId, host);
		const { pending, ...run } = await readRun(runId, host, { texts: 'kept' });
		const { kept = 'full', events } = run;
		if (kept !== 'full' || events.length === 0) throw keptNothingMore(runId, kept);
		return { ...run, ...(pending && { pending: host.grant ? describePending(pending, mayDecide(host.grant, run.agent.id)) : pending }) };
	},
});

const mayDecide = ({ scopes }: Grant, agent: string): boolean => scopesWithin(scopes, agent).has('agent:decide');

const keptNothingMore = (runId: string, kept: RunContent): TroupeError =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The texts of the run ${runId} cannot be shown whole: ${kept === 'masked' ? 'they were kept masked and cut' : 'none were kept'}.`,
		fix: 'Keep the texts of later runs in full: troupe tenant set NAME --run-content full.',
		details: { runId },
	});
