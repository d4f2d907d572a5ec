/** All operations on shared state, by the names that clients have for them. A new one is added here, and is an endpoint then. */
import { listChannels, pauseChannel, removeChannel, resumeChannel, testChannel } from './channels/channels';
import { handOverConversation, setConversationMode } from './channels/conversations';
import { listAudios, listHandOvers, listReceipts, listSends, replayReceipts, resendMessage, showReceipt } from './channels/log';
import { findContact, forgetContact, listContacts, mergeContacts, splitContact } from './contacts';
import { listCrmChoices, recordLead } from './crm';
import {
	enableSubscription,
	listDeliveries,
	listEventTypes,
	listSubscriptions,
	removeSubscription,
	replayDeliveries,
	resendDeliveries,
	showDelivery,
	subscribeToEvents,
} from './events';
import { dropCollection, listChanges, listCollections, setAccess, showAccess, showCollection } from './knowledge/collections';
import { listDocuments, releaseDocuments, removeDocuments, retainCollection } from './knowledge/documents';
import { searchCollection } from './knowledge/search';
import { uploadDocument } from './knowledge/upload';
import { whoAmI } from './me';
import { memoryOperations } from './memory';
import type { Operation } from './operation';
import { listRuns, searchRuns } from './runs';
import { dropWork, listWork, retryWork } from './work';

export const operations = {
	...{ listChannels, pauseChannel, removeChannel, resumeChannel, testChannel },
	...{ handOverConversation, setConversationMode },
	...{ listAudios, listHandOvers, listReceipts, listSends, replayReceipts, resendMessage, showReceipt },
	...{ findContact, forgetContact, listContacts, mergeContacts, splitContact },
	...{ listCrmChoices, recordLead },
	...{
		enableSubscription,
		listDeliveries,
		listEventTypes,
		listSubscriptions,
		removeSubscription,
		replayDeliveries,
		resendDeliveries,
		showDelivery,
		subscribeToEvents,
	},
	...{ dropCollection, listChanges, listCollections, setAccess, showAccess, showCollection },
	...{ listDocuments, releaseDocuments, removeDocuments, retainCollection },
	searchCollection,
	uploadDocument,
	whoAmI,
	...memoryOperations,
	...{ listRuns, searchRuns },
	...{ dropWork, listWork, retryWork },
} as unknown as Record<string, Operation>;
