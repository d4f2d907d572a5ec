import {
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { properties } from './properties';

export class TroupeProcessTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Process Trigger',
		name: 'troupeProcessTrigger',
		icon: { light: 'file:../icons/process-trigger.svg', dark: 'file:../icons/process-trigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["jobType"] ? "Jobs of type " + $parameter["jobType"] : "No job type yet" }}',
		description: 'Runs and manages BPMN processes on Camunda 8 or Troupe’s own engine, or starts the workflow for each job of a process',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-process-trigger.md',
		eventTriggerDescription: '',
		activationMessage: 'Your workflow now works on every job of this type.',
		triggerPanel: {
			header: 'Work on a job of a process',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, click “Execute step” and start the process: the first job of the type comes here. A test of the whole workflow answers it; a test of this step alone returns it.<br /><br /><b>Once you are happy with your workflow</b>, publish it. Then every job of the type starts it, and the executions show up in the list.',
				active:
					'<b>While building your workflow</b>, click “Execute step” and start the process: the first job of the type comes here, unless the published workflow takes it.<br /><br /><b>Your workflow works</b> on every job of the type, since it is published. The executions show up in the list.',
			},
			activationHint: 'Once you’ve finished building your workflow, publish it to have it work on every job of this type.',
		},
		defaults: { name: 'Troupe Process Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'camundaApi', required: true }],
		properties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { trigger } = await import('./trigger');
		return trigger.call(this);
	}
}
