import type { ISupplyDataFunctions } from 'n8n-workflow';
import type { CallFacts } from '../shared/ai-node-sdk/troupe-model';

/** Adds to n8n's trace of the run which model answered, after how many tries, and where the price is from; tokens and cost its SDK adds. */
export function publishFacts(context: ISupplyDataFunctions, { model, attempts, priceTable }: CallFacts): void {
	const tracing = { 'llm.model': model, 'llm.attempts': attempts.length, ...(priceTable !== null && { 'llm.cost.table': priceTable }) };
	// Not every context of a sub-node has it, and its type none.
	(context as { setMetadata?(metadata: object): void }).setMetadata?.({ tracing });
}
