/** All operations on shared state, by subject. A new one is added here, and is an endpoint then. */
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
import { dropWork, listWork, retryWork } from './work';

export const operations = [
	...[whoAmI, listWork, retryWork, dropWork],
	...[listCollections, showCollection, dropCollection, showAccess, setAccess, listChanges],
	...Object.values(memoryOperations),
	...[listChannels, testChannel, pauseChannel, resumeChannel, removeChannel, handOverConversation, setConversationMode],
	...[listReceipts, showReceipt, replayReceipts, listSends, resendMessage, listAudios, listHandOvers],
	...[listCrmChoices, recordLead],
	...[listEventTypes, listSubscriptions, subscribeToEvents, removeSubscription, enableSubscription],
	...[listDeliveries, showDelivery, resendDeliveries, replayDeliveries],
	...[listContacts, findContact, mergeContacts, splitContact, forgetContact],
	...[listDocuments, uploadDocument, removeDocuments, retainCollection, releaseDocuments, searchCollection],
] as unknown as Operation[];
