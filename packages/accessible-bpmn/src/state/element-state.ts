import { cleanText } from '../names/clean-text';

export interface ElementTokens {
	readonly tokens?: number;
	readonly incidents?: number;
	readonly status?: string;
}

export interface HeatValue {
	readonly label: string;
	readonly value: number;
	readonly text: string;
	/** From 1 to `heatLevels`. */
	readonly level: number;
}

export interface ElementState {
	readonly tokens: number;
	readonly incidents: number;
	readonly status: string;
	readonly heat?: HeatValue;
}

const maxStatus = 60;

export const noState: ElementState = { tokens: 0, incidents: 0, status: '' };

export const isEmpty = ({ tokens, incidents, status, heat }: ElementState): boolean =>
	tokens === 0 && incidents === 0 && status === '' && heat === undefined;

export function isSameState(one: ElementState, other: ElementState): boolean {
	return (
		one.tokens === other.tokens &&
		one.incidents === other.incidents &&
		one.status === other.status &&
		one.heat?.value === other.heat?.value &&
		one.heat?.text === other.heat?.text &&
		one.heat?.label === other.heat?.label &&
		one.heat?.level === other.heat?.level
	);
}

/** @throws TypeError for a count that is not a whole number from 0 */
export function readTokens(id: string, value: ElementTokens | null): ElementState {
	if (value === null) return noState;
	return {
		tokens: readCount(id, 'tokens', value.tokens),
		incidents: readCount(id, 'incidents', value.incidents),
		status: cleanText(value.status, maxStatus),
	};
}

function readCount(id: string, field: string, value: number | undefined): number {
	if (value === undefined) return 0;
	if (Number.isSafeInteger(value) && value >= 0) return value;
	throw new TypeError(`The ${field} of element "${id}" are ${String(value)}. Pass a whole number from 0.`);
}
