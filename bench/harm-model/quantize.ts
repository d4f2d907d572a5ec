import type { StoredModel } from '../../core/guardrails/harm/doubt/linear-model';
import type { Weights } from './fit';

const largestByte = 127;

/** Stores weights as bytes. @param moved is added to all logits, so that a threshold that was chosen becomes the one of the product */
export function quantize({ values, bias }: Weights, bits: number, moved: number): StoredModel {
	const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	const unit = Number((largest / largestByte).toPrecision(6));
	const bytes = Int8Array.from(values, (value) => Math.round(value / unit));
	return { bits, unit, bias: Number((bias + moved).toPrecision(6)), weights: Buffer.from(bytes.buffer).toString('base64') };
}
