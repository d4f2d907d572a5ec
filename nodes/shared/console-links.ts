import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { consolePlaces, linkConsole } from '../../providers/compose/nodes/console-links';
import { isTool } from './is-tool';
import { showNotes } from './show-warnings';

type Linked<Field extends string> = Partial<Record<Field, string>>;

export const linkRun = (runId: string): Linked<'runUrl'> => linkField('runUrl', consolePlaces.run(runId));
export const linkInstance = (key: string): Linked<'instanceUrl'> => linkField('instanceUrl', consolePlaces.instance(key));
export const linkPlan = (id: string): Linked<'planUrl'> => linkField('planUrl', consolePlaces.plan(id));
export const linkApproval = (runId: string): Linked<'inboxUrl'> => linkField('inboxUrl', consolePlaces.approval(runId));

const hintTexts = {
	runUrl: 'Open the run in the console',
	instanceUrl: 'Open the instance in the console',
	planUrl: 'Open the plan in the console',
} as const;

export function showConsoleLink(context: IExecuteFunctions, outputs: INodeExecutionData[][]): void {
	if (isTool(context)) return;
	for (const [field, text] of Object.entries(hintTexts)) {
		const urls = new Set(outputs.flat().flatMap(({ json }) => readUrl(json, field)));
		const [url] = urls;
		if (urls.size === 1) return showNotes(context, [linkText(text, url!)]);
		const execution = context.getExecutionId();
		const all = urls.size > 1 && field === 'runUrl' && execution ? findLink(consolePlaces.runsOfExecution(execution)) : undefined;
		if (all !== undefined) return showNotes(context, [linkText('Open the runs of this execution in the console', all)]);
	}
}

/** The item of a run that failed has it in the details of its error. */
function readUrl(json: IDataObject, field: string): string[] {
	const { [field]: url = (json.details as IDataObject | undefined)?.[field] } = json;
	return typeof url === 'string' ? [url] : [];
}

/** The editor shows hints as HTML. Addresses of `URL` and `encodeURIComponent` have no character that ends the attribute. */
const linkText = (text: string, url: string): string => `<a href="${url.replaceAll('&', '&amp;')}" target="_blank">${text}</a>`;

function linkField<Field extends string>(field: Field, place: string): Linked<Field> {
	const url = findLink(place);
	return (url === undefined ? {} : { [field]: url }) as Linked<Field>;
}

/** Counts the node's work, also with a wrong address, and warns the operator. Loading is heavy. */
function findLink(place: string): string | undefined {
	try {
		return linkConsole(place);
	} catch (fault) {
		void import('../../providers/compose/warn-once').then(({ warnOnce }) =>
			warnOnce('INPUT_INVALID', 'Nodes give no links to the console:', fault),
		);
		return undefined;
	}
}
