import type { Rule } from '../rule';
import { addressAssistant } from './address-assistant';
import { answerControl } from './answer-control';
import { authorityClaim } from './authority-claim';
import { chatMarkup } from './chat-markup';
import { conceal } from './conceal';
import { contextExfiltration } from './context-exfiltration';
import { dataExfiltration } from './data-exfiltration';
import { disobey } from './disobey';
import { executeEncoded } from './execute-encoded';
import { fictionFrame } from './fiction-frame';
import { forcedOutput } from './forced-output';
import { hiddenMarkup } from './hidden-markup';
import { newInstructions } from './new-instructions';
import { overrideInstructions } from './override-instructions';
import { promptExfiltration } from './prompt-exfiltration';
import { refusalSuppression } from './refusal-suppression';
import { roleChange } from './role-change';
import { toolAbuse } from './tool-abuse';
import { urgency } from './urgency';

export const rules: readonly Rule[] = [
	overrideInstructions,
	disobey,
	newInstructions,
	roleChange,
	promptExfiltration,
	contextExfiltration,
	addressAssistant,
	answerControl,
	forcedOutput,
	conceal,
	dataExfiltration,
	toolAbuse,
	refusalSuppression,
	authorityClaim,
	fictionFrame,
	executeEncoded,
	chatMarkup,
	hiddenMarkup,
	urgency,
];
