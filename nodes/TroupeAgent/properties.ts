import type { INodeProperties } from 'n8n-workflow';
import { answerFormatFields } from './properties/answer-format-fields';
import { credentialPlaces, formFields, systemPrompt } from './properties/form-fields';
import { messageFields } from './properties/message-fields';
import { modelChoiceFields } from './properties/model-choice-fields';
import { taskField } from './properties/task-field';
import { optionFields } from './properties/option-fields';
import { resumeFields } from './properties/resume-fields';
import { sourceFields } from './properties/source-fields';
import { teamFields } from './properties/team-fields';
import { toolPermissionFields } from './properties/tool-permission-fields';
import { stateField, stateNotice } from '../shared/state/state-field';

/** Most used fields first. */
export const properties: INodeProperties[] = [
	taskField,
	...sourceFields,
	...resumeFields,
	...messageFields,
	...systemPrompt,
	...modelChoiceFields,
	...formFields,
	...teamFields,
	...toolPermissionFields,
	...answerFormatFields,
	optionFields,
	stateField,
	...credentialPlaces.map(stateNotice),
];
