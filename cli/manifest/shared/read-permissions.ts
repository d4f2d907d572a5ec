import { type Capabilities, capabilities } from '../../../core/ports/capabilities/capabilities';
import { parseRequestPattern } from '../../../core/ports/capabilities/request-pattern';
import { describeMisfit } from '../../../manifests/documents/document-schemas';
import { parseStrictJson } from '../../../manifests/token/strict-json';
import { wrongUse } from './open-registry';
import { describeReadFault } from '../../terminal/system-errors';
import { readEditedBytes } from '../../../core/base/text/read-edited-file';

export function readPermissions(path: string): Capabilities {
	const fix = 'Write it as {"version": 1, "requests": ["GET api.example.com"], "tools": ["search"]}.';
	let list: unknown;
	try {
		list = parseStrictJson(readEditedBytes(path));
	} catch (cause) {
		throw Object.assign(wrongUse(`The permissions in ${path} cannot be read: ${describeReadFault(cause)}`, fix), { cause });
	}
	const problem = describeMisfit(list, capabilities);
	if (problem !== null) throw wrongUse(`The permissions in ${path} do not fit: ${problem}`, fix);
	const permissions = list as Capabilities;
	permissions.requests?.forEach(parseRequestPattern);
	return permissions;
}
