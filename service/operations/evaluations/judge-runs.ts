import * as Type from 'typebox/type';
import { toCallerFault } from '../../../core/base/caller-fault';
import { getErrorMessage, isTroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { closed, optional } from '../../../core/base/shape';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { integer, string } from '../../../manifests/registry/api/answer-fields';
import { judgeWaiting } from '../../../providers/compose/evaluation/judge-waiting';
import { warn } from '../../../providers/compose/evaluation/quality-store';
import type { Host } from '../../../providers/compose/hosts/host';
import { openWork } from '../../../providers/compose/state/host-work';
import { maxWaiting } from '../../../providers/state/quality/runs-to-judge';
import { ofModels, operation, type OperationContext, type OperationHost } from '../operation';

type Place = OperationHost & Host & { grant?: Grant };

const maxFaults = 20;

interface Fault {
	message: string;
	fix?: string;
}

export const judgeWaitingRuns = operation({
	act: () => ({ action: 'evaluation.judged' }),
	summary: 'Judge the live runs that wait for it. Services do so by themselves',
	tag: 'evaluations',
	method: 'POST',
	path: 'evaluations/judge',
	scope: 'evaluation:run',
	input: { body: closed({}) },
	maxAtOnce: 4,
	inBackground: 'repeatable',
	output: Type.Object({
		passed: integer,
		failed: integer,
		budget: Type.Integer({ description: 'Not judged: the budget is used up' }),
		lost: Type.Integer({ description: 'Not judged: the judge failed three times' }),
		waiting: Type.Integer({ description: 'Still wait: for another try, or since another process judges them' }),
		faults: Type.Array(Type.Object({ message: string, ...optional({ fix: string }) }), { description: 'What kept runs from being judged' }),
	}),
	refusals: ofModels,
	/** @throws TroupeError STORAGE_… */
	async perform(_input: object, { host, signal, report }: OperationContext<Place>) {
		const faults = new Map<string, Fault>();
		const onFault = (fault: unknown) => {
			const told = describeFault(fault, host);
			if (host.grant) warn(fault);
			if (faults.size < maxFaults) faults.set(told.message, told);
		};
		let done = 0;
		const { released: _again, ...counts } = await judgeWaiting(host, signal, {
			onFault,
			onJudged: () => report?.({ done: (done += 1), unit: 'run' }),
		});
		await host.published?.flush?.();
		const left = await (await openWork(host)).list(host.tenant ?? defaultTenant, { kind: 'run-to-judge' }, maxWaiting);
		return { ...counts, waiting: left.length, faults: [...faults.values()] };
	},
});

function describeFault(fault: unknown, { grant }: Place): Fault {
	const { message, fix } = grant
		? toCallerFault(fault)
		: { message: getErrorMessage(fault), fix: isTroupeError(fault) ? fault.fix : undefined };
	return { message, ...(fix && { fix }) };
}
