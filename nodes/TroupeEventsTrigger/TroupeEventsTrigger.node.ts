import {
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { databaseCredential } from '../shared/state/database-credential';
import { properties } from './properties';

/** Types of events that start the workflow, and how many more there are. */
const subtitle = `={{
	((types) => {
		if (types.length === 0) return 'Every event';
		return types.slice(0, 2).join(', ') + (types.length > 2 ? ' and ' + (types.length - 2) + ' more' : '');
	})($parameter.types ?? [])
}}`;

/** Starts the workflow for what happens in Troupe, on any host that shares this state. */
export class TroupeEventsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Events Trigger',
		name: 'troupeEventsTrigger',
		icon: { light: 'file:../../icons/nodes/events-trigger.svg', dark: 'file:../../icons/nodes/events-trigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description: 'Starts the workflow when runs end or fail, budgets are used up, guardrails find something or processes stop',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-events-trigger.md',
		eventTriggerDescription: '',
		activationMessage: 'Your workflow now starts for every such event.',
		triggerPanel: {
			header: 'Wait for something to happen in Troupe',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, click “Execute step” and run an agent: the next event comes here.<br /><br /><b>Once you are happy with your workflow</b>, publish it. Then every event starts it, and the executions show up in the list.',
				active:
					'<b>While building your workflow</b>, click “Execute step” and run an agent: the next event comes here too.<br /><br /><b>Your workflow starts</b> for every event, since it is published. The executions show up in the list.',
			},
			activationHint: 'Once you’ve finished building your workflow, publish it to have it start for every event.',
		},
		defaults: { name: 'Troupe Events Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [databaseCredential],
		properties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { trigger } = await import('./trigger');
		return trigger.call(this);
	}
}
