import * as Type from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { languages } from '../../../core/base/text/languages';
import { beginExportPage, endExportPage, isOnPage, type PersonAnswer, writeExportRows } from '../../../core/privacy/export-page';
import { integer, open, string } from '../../../manifests/registry/api/answer-fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { noteAct } from '../../../providers/compose/state/note-act';
import { readTenantLanguage } from '../../../providers/compose/state/host-tenants';
import { describeAnswer } from '../../privacy/export/describe-answer';
import { leftOutKinds } from '../../privacy/export/exported-row';
import type { ExportHost } from '../../privacy/export/export-host';
import { readExport } from '../../privacy/export/read-export';
import { find, scope } from '../contacts/contacts';
import { readTimeZone } from '../conversations/read-day';
import { findIfKnown } from './find-person';
import { operation, type OperationContext } from '../operation';
import { listRecipients } from './privacy';

export const exportPersonEverywhere = operation({
	summary: 'Export everything that is stored of a person, in portions, as rows for programs and as a page that the person can read',
	tag: 'privacy',
	method: 'POST',
	path: 'privacy/export',
	scope,
	maxAtOnce: 2,
	input: {
		body: closed({
			person: Type.String({
				description: 'The id of a contact, a name such as phone=+5544999999999, or the ID under which agents know the person.',
				minLength: 1,
				maxLength: 500,
			}),
			...optional({
				language: Type.Enum([...languages], { description: 'Default: that of the tenant, or English' }),
				cursor: Type.String({ description: 'That of the portion before. Join the pages of all portions', minLength: 1, maxLength: 10_000 }),
			}),
		}),
	},
	output: Type.Object({
		...optional({
			answer: open<PersonAnswer>(),
		}),
		rows: Type.Array(Type.Object({ purpose: string, store: string, table: string, row: open() }), {
			description: 'By purpose and table. Sealed values are opened; others, and people of the company, are masked',
		}),
		leftOut: Type.Object(Object.fromEntries(leftOutKinds.map((kind) => [kind, integer])), {
			description: 'How often something was masked or left out so far, by kind',
		}),
		notReached: Type.Array(open(), { description: 'Stores of leads, and an engine, that could not be asked, and why' }),
		page: Type.String({ description: 'HTML. Those of all portions, joined, are one page' }),
		...optional({ cursor: Type.String({ description: 'Absent with the last portion' }) }),
	}),
	/** The audit log's entry comes before any data, once for an export. @throws TroupeError INPUT_INVALID for a foreign cursor */
	async perform({ person, language: asked, cursor }, { host, signal }: OperationContext<ExportHost>) {
		const { contacts } = await openChannels(host);
		const contact = await findIfKnown(() => find(contacts, host.tenant, person));
		const language = asked ?? (await readTenantLanguage(host)) ?? 'en';
		const request = { person, contact, language, cursor };
		if (cursor === undefined) await noteAct(host, { action: 'data.exported', person: contact?.id ?? person, outcome: 'success' });
		const read = await readExport(request, host, signal);
		const answer = cursor === undefined ? await describeAnswer(request, await listRecipients(host), host) : undefined;
		const words = { language, timeZone: answer?.timeZone ?? (await readTimeZone(host)) };
		const rows = writeExportRows(read.rows, words, read.last);
		const end = read.cursor === undefined ? endExportPage(language, read.rows.findLast(isOnPage) ?? read.last, read.leftOut) : '';
		return {
			...(answer && { answer }),
			rows: read.rows,
			leftOut: read.leftOut,
			notReached: read.notReached,
			page: `${answer ? beginExportPage(answer) : ''}${rows}${end}`,
			...(read.cursor !== undefined && { cursor: read.cursor }),
		};
	},
});
