import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import type { CallFacts } from '../shared/ai-node-sdk/troupe-model';
import { describeAttempts } from '../shared/connected/describe-attempts';

/**
 * Adds to n8n's record of the run which model answered, after how many tries, and where the price is from; the SDK adds tokens and cost.
 * Where a model failed, a hint above the router's output says so.
 * @param said the hints that stand there already: an agent asks in several rounds
 */
export function publishFacts(context: ISupplyDataFunctions, { model, attempts, priceTable }: CallFacts, said: Set<string>): void {
	const tracing = { 'llm.model': model, 'llm.attempts': attempts.length, ...(priceTable !== null && { 'llm.cost.table': priceTable }) };
	// Not every context of a sub-node has them, and its type neither.
	const optional = context as Partial<Pick<IExecuteFunctions, 'addExecutionHints'>> & { setMetadata?(metadata: object): void };
	optional.setMetadata?.({ tracing });
	const message = describeAttempts(attempts);
	if (message === undefined || said.has(message)) return;
	said.add(message);
	optional.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
}
