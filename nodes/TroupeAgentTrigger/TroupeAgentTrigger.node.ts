import {
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { openDatabaseCredential } from '../shared/state/database-credential';
import { properties } from './properties';

/** Events that start the workflow, in words. */
const subtitle = `={{
	((events) => {
		if (events.length === 0) return 'Every event';
		const words = { waiting: 'waits for a person', decided: 'person decided', 'timed-out': 'timed out' };
		const text = events.map((event) => words[event]).join(', ');
		return text[0].toUpperCase() + text.slice(1);
	})($parameter.events ?? [])
}}`;

/** Starts the workflow when an agent waits for a person, on any host that shares this state. */
export class TroupeAgentTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Agent Trigger',
		name: 'troupeAgentTrigger',
		icon: { light: 'file:../icons/agent-trigger.svg', dark: 'file:../icons/agent-trigger.dark.svg' },
		group: ['trigger'],
		// Workflows that have it keep running. New ones use Troupe Events Trigger, which does the same.
		hidden: true,
		version: 1,
		subtitle,
		description: 'Starts the workflow when an agent waits for a person, when the person decided, or when nobody did in time',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-events-trigger.md',
		eventTriggerDescription: '',
		activationMessage: 'Your workflow now starts for every such event.',
		triggerPanel: {
			header: 'Wait for an agent that needs a person',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, click “Execute step” and let an agent ask a person: the next event comes here.<br /><br /><b>Once you are happy with your workflow</b>, publish it. Then every event starts it, and the executions show up in the list.',
				active:
					'<b>While building your workflow</b>, click “Execute step” and let an agent ask a person: the next event comes here too.<br /><br /><b>Your workflow starts</b> for every event, since it is published. The executions show up in the list.',
			},
			activationHint: 'Once you’ve finished building your workflow, publish it to have it start for every event.',
		},
		defaults: { name: 'Troupe Agent Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [openDatabaseCredential],
		properties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { trigger } = await import('./trigger');
		return trigger.call(this);
	}
}
