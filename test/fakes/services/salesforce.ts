/** Salesforce's REST API, as https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest describes it, and its token endpoint. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type ChangeableAccess, accessOf, refuseCall, type Refusals } from './access';

export const salesforceUrl = 'https://casaaurora.my.salesforce.com';
export const salesforceScopes = ['api', 'refresh_token'];
export const salesforceClient = { clientId: '3MVG9.stand-in', clientSecret: 'stand-in-secret', refreshToken: '5Aep861.stand-in' };

export type SalesforceRecord = Record<string, string>;

/** Records by object; each has the fields that the object has. */
export interface SalesforceRecords {
	Contact: SalesforceRecord[];
	Lead: SalesforceRecord[];
}

const problem = (status: number, errorCode: string, message: string, fields?: string[]): OutsideAnswer => ({
	status,
	body: [{ message, errorCode, ...(fields && { fields }) }],
});
const refusals: Refusals = {
	unknown: problem(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
	// Salesforce limits requests by the day and names no time.
	tooMany: problem(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
	scope: () => problem(403, 'FORBIDDEN', 'This session is not valid for use with the REST API'),
};
const fieldsOf: Record<keyof SalesforceRecords, string[]> = {
	Contact: ['Id', 'LastName', 'FirstName', 'Email', 'Name', 'Visitor_Key__c'],
	Lead: ['Id', 'LastName', 'FirstName', 'Email', 'Name', 'Company', 'LeadSource', 'Status', 'Visitor_Key__c'],
};
const requiredOf: Record<keyof SalesforceRecords, string[]> = { Contact: ['LastName'], Lead: ['LastName', 'Company'] };

export const salesforceAccess = (): ChangeableAccess => accessOf('00D.first', salesforceScopes);

/** Renews access tokens at login.salesforce.com. */
export function salesforceLogin(access: ChangeableAccess): OutsideService {
	const basic = `Basic ${Buffer.from(`${salesforceClient.clientId}:${salesforceClient.clientSecret}`).toString('base64')}`;
	let renewals = 0;
	return ({ path, headers, body }: OutsideCall) => {
		if (path !== '/services/oauth2/token') return { status: 404, body: 'URL No Longer Exists' };
		const { grant_type: grant, refresh_token: token } = body as Record<string, string>;
		if (headers.authorization !== basic)
			return { status: 401, body: { error: 'invalid_client', error_description: 'invalid client credentials' } };
		if (grant !== 'refresh_token')
			return { status: 400, body: { error: 'unsupported_grant_type', error_description: 'grant type not supported' } };
		if (token !== salesforceClient.refreshToken)
			return { status: 400, body: { error: 'invalid_grant', error_description: 'expired access/refresh token' } };
		access.token = `00D.renewed-${(renewals += 1)}`;
		// Salesforce does not say how long a token is valid.
		return { body: { access_token: access.token, instance_url: salesforceUrl, token_type: 'Bearer', scope: access.scopes.join(' ') } };
	};
}

/** @param records changed in place */
export function salesforceService(records: SalesforceRecords, access: ChangeableAccess = salesforceAccess()): OutsideService {
	return (call: OutsideCall) => {
		const refusal = refuseCall(call, access, refusals, ['api', 'full']);
		if (refusal) return refusal;
		const { pathname, searchParams } = new URL(call.path, salesforceUrl);
		if (call.method === 'GET' && /^\/services\/data\/v\d+\.0\/query$/.test(pathname)) return query(records, searchParams.get('q') ?? '');
		const [, name, field, value] = /^\/services\/data\/v\d+\.0\/sobjects\/(\w+)\/(\w+)\/([^/]+)$/.exec(pathname) ?? [];
		const object = (['Contact', 'Lead'] as const).find((one) => one.toLowerCase() === name?.toLowerCase());
		if (call.method !== 'PATCH' || !object) return problem(404, 'NOT_FOUND', 'The requested resource does not exist');
		if (field !== 'Visitor_Key__c')
			return problem(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${field}`);
		return upsert(records[object], object, decodeURIComponent(value!), call.body as SalesforceRecord);
	};
}

function upsert(all: SalesforceRecord[], object: keyof SalesforceRecords, key: string, fields: SalesforceRecord): OutsideAnswer {
	const unknown = Object.keys(fields).find((name) => !fieldsOf[object].includes(name));
	if (unknown !== undefined) return problem(400, 'INVALID_FIELD', `No such column '${unknown}' on sobject of type ${object}`);
	const saved = all.find((record) => record.Visitor_Key__c === key);
	const missing = requiredOf[object].filter((name) => !(fields[name] ?? saved?.[name]));
	if (missing.length > 0) return problem(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
	if (fields.Email !== undefined && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(fields.Email))
		return problem(400, 'INVALID_EMAIL_ADDRESS', `Email: invalid email address: ${fields.Email}`, ['Email']);
	const record = saved ?? { Id: `${object === 'Lead' ? '00Q' : '003'}00000000000${all.length + 1}AAA`, Visitor_Key__c: key };
	Object.assign(record, fields);
	record.Name = [record.FirstName, record.LastName].filter(Boolean).join(' ');
	if (!saved) all.push(record);
	return { status: saved ? 200 : 201, body: { id: record.Id, success: true, errors: [], created: !saved } };
}

/** Understands `SELECT fields FROM object WHERE field LIKE 'pattern' LIMIT n`. */
function query(records: SalesforceRecords, soql: string): OutsideAnswer {
	const form = /^SELECT ([\w, ]+) FROM (Contact|Lead)(?: WHERE (\w+) (?:=|LIKE) '((?:[^'\\]|\\.)*)')?(?: LIMIT (\d+))?$/;
	const [, names, from, field, pattern = '', limit = '2000'] = form.exec(soql.trim()) ?? [];
	if (names === undefined) return problem(400, 'MALFORMED_QUERY', `unexpected token in: ${soql}`);
	const object = from as keyof SalesforceRecords;
	const selected = names.split(',').map((name) => name.trim());
	const unknown = [...selected, ...(field === undefined ? [] : [field])].find((name) => !fieldsOf[object].includes(name));
	if (unknown !== undefined)
		return problem(
			400,
			'INVALID_FIELD',
			`No such column '${unknown}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`,
		);
	const escaped = pattern
		.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
		.replaceAll('%', '.*')
		.replaceAll('_', '.');
	const like = new RegExp(`^${escaped}$`, 'i');
	const found = records[object].filter((record) => field === undefined || like.test(record[field] ?? '')).slice(0, Number(limit));
	const attributes = { type: object, url: `/services/data/v59.0/sobjects/${object}` };
	const rows = found.map((record) => ({ attributes, ...Object.fromEntries(selected.map((name) => [name, record[name] ?? null])) }));
	return { body: { totalSize: rows.length, done: true, records: rows } };
}
