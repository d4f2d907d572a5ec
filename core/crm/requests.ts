import type { StoredDeal } from '../ports/crm';
import type { Lead, LeadRequest } from './lead';

export type RecordedRequests = Readonly<Record<string, string>>;

const maxTitleLength = 200;
const maxTextLength = 2_000;

/** `2 × Prensa PH-60: estampar chapas de 3 mm; Guilhotina GH-13`. */
export function describeRequests(requests: readonly LeadRequest[], maxLength = maxTextLength): string {
	const texts = requests.map(({ product, quantity, need }) => {
		const wanted = quantity === undefined ? product : `${quantity} × ${product}`;
		return need === undefined ? wanted : `${wanted}: ${beginInside(need)}`;
	});
	return shorten(texts.join('; ').replace(/\s+/g, ' '), maxLength);
}

export function narrowLead(lead: Lead, requests: readonly LeadRequest[]): Lead {
	if (lead.requests === undefined) return lead;
	if (requests.length === 0) return { ...lead, requests: [] };
	const { title = describeRequests(requests, maxTitleLength) } = lead.deal;
	const product = shorten([...new Set(requests.map((one) => one.product))].join('; '), maxTextLength);
	const volume = shorten(describeVolume(requests), maxTextLength);
	return {
		...lead,
		requests: [...requests],
		deal: { ...lead.deal, title },
		details: { product, ...(volume && { volume }), ...lead.details },
	};
}

/** Drops requests of earlier closed deals. Decides by time only if nothing is remembered of the lead. */
export function listRequestsSince(lead: Lead, earlier: readonly StoredDeal[], recorded: RecordedRequests): LeadRequest[] {
	const closings = earlier.flatMap(({ closedAt }) => closedAt ?? []);
	const closedAt = closings.length > 0 ? Math.max(...closings) : undefined;
	return (lead.requests ?? []).filter((request) => {
		const deal = recorded[request.id];
		if (deal !== undefined) return !earlier.some(({ id }) => id === deal);
		return hasMemory(recorded) || !isBefore(request, closedAt);
	});
}

/** True if a lead has requests after a deal was closed, or of another deal. */
export function hasRequestsAfter(lead: Lead, deal: StoredDeal, earlier: readonly StoredDeal[], recorded: RecordedRequests): boolean {
	const known = [deal, ...earlier];
	return (lead.requests ?? []).some((request) => {
		const of = recorded[request.id];
		if (of !== undefined) return !known.some(({ id }) => id === of);
		if (hasMemory(recorded)) return true;
		return request.at !== undefined && deal.closedAt !== undefined && !isBefore(request, deal.closedAt);
	});
}

const hasMemory = (recorded: RecordedRequests) => Object.keys(recorded).length > 0;

const isBefore = ({ at }: LeadRequest, time: number | undefined) => at !== undefined && time !== undefined && at <= time;

/** `2`, or for several products `2 × Prensa PH-60; 1 × Guilhotina GH-13`. */
function describeVolume(requests: readonly LeadRequest[]): string {
	const counted = requests.filter(({ quantity }) => quantity !== undefined);
	if (requests.length === 1) return String(counted[0]?.quantity ?? '');
	return counted.map(({ quantity, product }) => `${quantity} × ${product}`).join('; ');
}

/** Lowers the first letter: `Estampar` becomes `estampar`; `CNC` stays. */
const beginInside = (text: string): string => text.replace(/^\p{Lu}(?=[\p{Ll} ])/u, (first) => first.toLowerCase());

function shorten(text: string, maxLength: number): string {
	const characters = [...text];
	return characters.length <= maxLength ? text : `${characters.slice(0, maxLength - 1).join('')}…`;
}
