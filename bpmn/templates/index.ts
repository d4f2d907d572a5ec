/** Element templates for Camunda Modeler, one for each job type: they make a form of what the job type reads and returns. */
import troupeAgent from './troupe-agent.json';

export const elementTemplates: Array<{ fileName: string; template: typeof troupeAgent }> = [
	{ fileName: 'troupe-agent.json', template: troupeAgent },
];
