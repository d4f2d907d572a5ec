/** HubSpot's CRM API, as https://developers.hubspot.com/docs/api/crm/contacts describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';

export const hubspotToken = 'pat-stand-in';

const problem = (status: number, message: string): OutsideAnswer => ({ status, body: { status: 'error', message } });

/** @param contacts properties by email address, changed in place */
export function hubspotService(contacts: Map<string, Record<string, string>>): OutsideService {
	const ids = new Map<string, number>();
	const idOf = (email: string) => ids.get(email) ?? ids.set(email, ids.size + 101).get(email)!;
	return ({ method, path, headers, body }: OutsideCall) => {
		if (headers.authorization !== `Bearer ${hubspotToken}`) return problem(401, 'Authentication credentials not found.');
		const { pathname } = new URL(path, 'https://api.hubapi.com');
		const [, email] = /^\/contacts\/v1\/contact\/createOrUpdate\/email\/([^/]+)$/.exec(pathname) ?? [];
		if (method === 'POST' && email !== undefined) {
			const { properties } = body as { properties?: Array<{ property?: string; value?: unknown }> };
			if (!Array.isArray(properties) || properties.some(({ property }) => !property)) return problem(400, 'Invalid input JSON');
			const address = decodeURIComponent(email);
			if (!address.includes('@')) return problem(400, `Email address ${address} is invalid`);
			const isNew = !contacts.has(address);
			const kept = contacts.get(address) ?? {};
			for (const { property, value } of properties) kept[property!] = String(value);
			contacts.set(address, kept);
			return { body: { vid: idOf(address), isNew } };
		}
		const [, vid] = /^\/contacts\/v1\/contact\/vid\/(\d+)\/profile$/.exec(pathname) ?? [];
		const found = [...contacts].find(([address]) => idOf(address) === Number(vid));
		if (method === 'GET' && found) {
			const properties = Object.fromEntries(Object.entries(found[1]).map(([name, value]) => [name, { value }]));
			return { body: { vid: Number(vid), properties: { email: { value: found[0] }, ...properties } } };
		}
		return problem(404, 'resource not found');
	};
}
