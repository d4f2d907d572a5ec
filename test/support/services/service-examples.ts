import { gmailExample, googleSheetsExample, hubspotExample, salesforceExample } from './office-services';
import type { ServiceExample } from './service-world';
import { githubExample, jiraExample, notionExample, slackExample } from './team-services';

/** The examples of `examples/services`, each with the stand-in of its service. */
export const serviceExamples: ServiceExample[] = [
	...[slackExample, gmailExample, jiraExample, githubExample],
	...[notionExample, salesforceExample, hubspotExample, googleSheetsExample],
];
