import type { ISupplyDataFunctions } from 'n8n-workflow';
import { iterateWithin } from '../../core/base/async/iterate-within';
import { withTraceContext } from '../../core/base/trace-context';
import type { Gate } from '../../core/ports/manifests';
import type { ChatModel } from '../../core/ports/models/models';
import { streamWhileAdmitted, whileAdmitted } from '../../manifests/gate/while-admitted';
import { nodeSubject } from './host';
import { readNodeTrace } from './node-trace';

/**
 * For nodes that give a model: n8n asks them once for each execution, and calls the model until its end. Each call asks the gate again; a
 * revoked node's call ends with the refusal.
 */
export interface AdmittedCalls {
	whole<Result>(host: AbortSignal | undefined, call: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
	streamed<Part>(host: AbortSignal | undefined, call: (signal: AbortSignal) => AsyncIterable<Part>): AsyncGenerator<Part>;
}

/** @param name as in the node's description */
export function admittedCalls(context: Pick<ISupplyDataFunctions, 'getNode'>, gate: Gate, name: string): AdmittedCalls {
	const subject = nodeSubject(name, context.getNode().typeVersion);
	// The caller is a node of n8n, which has no place of its own to tell.
	const within = <Result>(work: () => Result) => withTraceContext(readNodeTrace(context), work);
	return {
		whole: (host, call) =>
			within(() =>
				whileAdmitted(gate, host, async (admitted) => {
					await admitted.gate.admit(subject);
					return call(admitted.signal);
				}),
			),
		streamed: (host, call) => iterateWithin(within, () => streamWhileAdmitted(gate, subject, host, call)),
	};
}

/** A model whose calls these are. */
export function admittedModel(model: ChatModel, calls: AdmittedCalls): ChatModel {
	return {
		id: model.id,
		...(model.metered !== undefined && { metered: model.metered }),
		generate: (request, signal) => calls.whole(signal, (admitted) => model.generate(request, admitted)),
		stream: (request, signal) => calls.streamed(signal, (admitted) => model.stream(request, admitted)),
	};
}
