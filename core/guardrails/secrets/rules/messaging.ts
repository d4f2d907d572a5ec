import { consistsOfWords, looksGenerated, looksRandom } from '../likely-secret';
import type { SecretRule } from '../rule';

const discordStarts = ['MD', 'MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'];

export const messaging: SecretRule[] = [
	{
		name: 'slack-token',
		anchors: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxo-', 'xoxs-', 'xoxr-', 'xoxe-', 'xoxc-', 'xoxd-', 'xoxe.', 'xapp-'],
		anywhere: true,
		expression: /(?:xoxe\.)?(?:xox[abopsrecd]|xapp)-[A-Za-z0-9%/+-]{16,400}/y,
		accepts: looksGenerated,
	},
	{
		name: 'slack-webhook',
		anchors: ['hooks.slack.com/'],
		expression:
			/hooks\.slack(?:-gov)?\.com\/(?:services\/T[A-Z0-9]{6,14}\/B[A-Z0-9]{6,14}\/[A-Za-z0-9]{16,32}|(?:workflows|triggers)\/[A-Za-z0-9/]{20,120})/y,
		accepts: (secret) => looksRandom(secret.slice(secret.lastIndexOf('/') + 1)),
	},
	{ name: 'discord-bot-token', anchors: discordStarts, expression: /[MNO][A-Za-z\d_-]{22,27}\.[\w-]{6,7}\.[\w-]{27,45}(?![\w-])/y },
	{ name: 'discord-mfa-token', anchors: ['mfa.'], expression: /mfa\.[\w-]{80,95}/y },
	{
		name: 'discord-webhook',
		anchors: ['discord.com/api/', 'discordapp.com/api/'],
		expression: /discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{16,20}\/[\w-]{50,80}/y,
	},
	{
		name: 'telegram-bot-token',
		anchors: [':A'],
		leads: [10, 9, 8],
		anywhere: true,
		expression: /(?<!\d)\d{8,10}:A(?:A[\w-]{30,36}|[\w-]{34})(?![\w-])/y,
		accepts: (secret) => looksRandom(secret) && !consistsOfWords(secret.slice(secret.indexOf(':') + 1)),
	},
	{
		name: 'teams-webhook',
		anchors: ['.webhook.office.com/'],
		anywhere: true,
		expression: /\.webhook\.office\.com\/webhookb2\/[\w@-]{36,90}\/IncomingWebhook\/[a-f0-9]{32}\/[\w/-]{36,90}/y,
	},
	{
		name: 'google-chat-webhook',
		anchors: ['chat.googleapis.com/v1/spaces/'],
		expression: /(chat\.googleapis\.com\/v1\/spaces\/[\w-]{5,20}\/messages\?key=)[\w-]{30,45}&token=[\w%-]{30,80}/y,
	},
	{ name: 'twilio-api-key', anchors: ['SK'], expression: /SK[a-f0-9]{32}(?![A-Za-z0-9])/y },
	{ name: 'sendgrid-key', anchors: ['SG.'], anywhere: true, expression: /SG\.[\w-]{16,32}\.[\w-]{16,64}/y, accepts: looksGenerated },
	{ name: 'mailgun-key', anchors: ['key-', 'pubkey-'], accepts: looksGenerated, expression: /(?:pub)?key-[a-z0-9]{32}(?![A-Za-z0-9])/y },
	{ name: 'mailchimp-key', anchors: ['-us'], leads: [32], expression: /[a-f0-9]{32}-us\d{1,2}(?![A-Za-z0-9])/y },
	{ name: 'brevo-key', anchors: ['xkeysib-', 'xsmtpsib-'], anywhere: true, expression: /x(?:key|smtp)sib-[a-f0-9]{64}-[A-Za-z0-9]{16}/y },
	{ name: 'resend-key', anchors: ['re_'], expression: /re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,32}(?![\w-])/y, accepts: looksGenerated },
	{ name: 'mandrill-key', anchors: ['md-'], expression: /md-[\w-]{22}(?![\w-])/y, accepts: looksGenerated },
	{ name: 'telnyx-key', anchors: ['KEY0'], expression: /KEY0[0-9A-Za-z]{28,32}_[A-Za-z0-9]{22}/y },
	{ name: 'facebook-access-token', anchors: ['EAA'], expression: /EAA[A-Za-z0-9]{60,400}(?![A-Za-z0-9])/y },
	{
		// An app's token: its number and a part of its secret.
		name: 'facebook-app-token',
		anchors: ['|', '%7C', '%7c'],
		leads: [15, 16],
		anywhere: true,
		expression: /(?<!\d)\d{15,16}(?:\||%7[Cc])[\w-]{24,40}(?![\w-])/y,
		accepts: (secret) => looksGenerated(secret.slice(18)) && /[A-Z]/.test(secret.slice(18)) && /\d/.test(secret.slice(18)),
	},
	{ name: 'instagram-access-token', anchors: ['IGQV', 'IGAA'], expression: /IG(?:QV|AA)[\w-]{80,300}/y },
	{
		name: 'twitter-bearer-token',
		anchors: ['AAAAAAAAAAAAAAAAAAAA'],
		expression: /A{20,24}[\w%-]{50,120}/y,
		accepts: (secret) => looksGenerated(secret.slice(24)),
	},
	{
		name: 'z-api-token',
		anchors: ['api.z-api.io/instances/'],
		expression: /(api\.z-api\.io\/instances\/[A-F0-9]{24,40}\/token\/)[A-Fa-f0-9]{20,40}/y,
	},
];
