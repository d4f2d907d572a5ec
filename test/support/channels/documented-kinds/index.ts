import { chatwootKinds } from './chatwoot';
import type { DocumentedKinds } from './documented-kinds';
import { evolutionKinds } from './evolution';
import { telegramKinds } from './telegram';
import { wahaKinds } from './waha';
import { webhookKinds } from './webhook';
import { cloudKinds } from './whatsapp-cloud';
import { zApiKinds } from './z-api';

/** Every kind that the pages of the providers list. */
export const documentedKinds: readonly DocumentedKinds[] = [
	zApiKinds,
	cloudKinds,
	evolutionKinds,
	wahaKinds,
	telegramKinds,
	chatwootKinds,
	webhookKinds,
];
