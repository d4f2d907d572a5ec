import { isPlaceholder, looksGenerated } from '../likely-secret';
import type { SecretRule } from '../rule';

const hasLettersAndDigits = (secret: string): boolean => /[A-Za-z]/.test(secret) && /\d/.test(secret) && !isPlaceholder(secret);

const isMixed = (secret: string): boolean =>
	looksGenerated(secret) && /\d/.test(secret) && /[a-z]/.test(secret) && /[A-Z]/.test(secret.slice(2));

/** Forms of a text within base64: three bytes are four characters. */
function encodeShifted(text: string): string[] {
	return [0, 1, 2].map((shift) => {
		const encoded = Buffer.from(`${'\0'.repeat(shift)}${text}`)
			.toString('base64')
			.replaceAll('=', '');
		return encoded.slice(shift === 0 ? 0 : shift + 1, -1);
	});
}

export const cloud: SecretRule[] = [
	{ name: 'aws-access-key-id', anchors: ['AKIA', 'ASIA', 'ABIA', 'ACCA'], expression: /A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])/y },
	{
		// The secret half follows its id more often than its name.
		name: 'aws-secret-access-key',
		anchors: ['AKIA', 'ASIA'],
		expression: /(A[KS]IA[A-Z0-9]{16}[^A-Za-z0-9/+]{1,6}(?:[A-Za-z_ ]{1,40}[^A-Za-z0-9/+]{1,6})?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/y,
		accepts: hasLettersAndDigits,
	},
	{
		name: 'aws-session-token',
		anchors: ['FwoGZXIvYXdz', 'IQoJb3JpZ2lu', 'FQoGZXIvYXdz'],
		expression: /[FI][wQ]o[GJ][A-Za-z0-9/+]{60,3000}={0,2}/y,
	},
	{
		// In quotes, after the cloud's name.
		name: 'aws-secret-access-key',
		anchors: ['aws', 'Aws', 'AWS'],
		expression: /(a(?:ws|WS)[\w .-]{0,20}["']?\s?[:=]?>?\s?["'])[A-Za-z0-9/+]{40}(?=["'])/iy,
		accepts: (secret) => looksGenerated(secret) && hasLettersAndDigits(secret) && /[A-Z]/.test(secret) && /[a-z]/.test(secret),
	},
	{
		name: 'aws-bedrock-api-key',
		anchors: ['ABSK', 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t'],
		expression: /(?:ABSK[A-Za-z0-9+/]{100,300}={0,2}|bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[\w+/=-]{0,2000})/y,
	},
	{
		name: 'aws-marketplace-key',
		anchors: ['amzn.mws.'],
		anywhere: true,
		expression: /amzn\.mws\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/y,
	},
	{ name: 'google-api-key', anchors: ['AIza'], anywhere: true, expression: /AIza[\w-]{30,45}(?![\w-])/y },
	{ name: 'google-oauth-token', anchors: ['ya29.'], anywhere: true, expression: /ya29\.[\w.-]{20,2000}/y },
	{ name: 'google-oauth-client-secret', anchors: ['GOCSPX-'], anywhere: true, expression: /GOCSPX-[\w-]{20,40}/y },
	{ name: 'google-express-key', anchors: ['AQ.Ab8'], anywhere: true, expression: /AQ\.Ab8[\w-]{40,80}/y },
	{ name: 'google-storage-key-id', anchors: ['GOOG'], expression: /GOOG[A-Z0-9]{20,58}(?![A-Za-z0-9])/y, accepts: hasLettersAndDigits },
	{
		name: 'google-storage-key',
		anchors: ['GOOG'],
		expression: /(GOOG[A-Z0-9]{20,58}[^A-Za-z0-9/+]{1,6}(?:[A-Za-z_ ]{1,40}[^A-Za-z0-9/+]{1,6})?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/y,
		accepts: hasLettersAndDigits,
	},
	{
		// Tink's key sets hold a key as a value of JSON.
		name: 'tink-key',
		anchors: ['type.googleapis.com/google.crypto.tink.'],
		anywhere: true,
		expression:
			/(type\.googleapis\.com\/google\.crypto\.tink\.\w{4,60}\\{0,4}["'][^{}]{0,60}["']value\\{0,4}["']\s{0,4}:\s{0,4}\\{0,4}["'])[A-Za-z0-9+/]{20,4000}={0,2}/y,
	},
	{
		// The same as bytes in base64.
		name: 'tink-key',
		anchors: encodeShifted('google.crypto.tink'),
		leads: Array.from({ length: 70 }, (_, index) => index + 10),
		anywhere: true,
		expression: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{60,4000}={0,2}/y,
		accepts: (secret) => !/PublicKey/.test(Buffer.from(secret, 'base64').toString('latin1')),
	},
	{ name: 'google-refresh-token', anchors: ['1//0'], expression: /1\/\/0[\w-]{30,200}/y },
	{ name: 'firebase-server-key', anchors: [':APA91b'], leads: [11], expression: /AAAA[\w-]{7}:APA91b[\w-]{100,200}/y },
	{
		name: 'azure-storage-key',
		anchors: ['AccountKey=', 'SharedAccessKey=', 'accountkey='],
		expression: /((?:Account|SharedAccess|account)[Kk]ey=)[A-Za-z0-9+/]{40,88}={0,2}/y,
	},
	{
		name: 'azure-sas-signature',
		anchors: ['?sig=', '&sig=', '&amp;sig='],
		anywhere: true,
		expression: /((?:[?&]|&amp;)sig=)[A-Za-z0-9%+/]{40,120}(?:={1,2})?/y,
	},
	{ name: 'azure-client-secret', anchors: ['Q~'], leads: [4], expression: /[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}/y },
	{ name: 'azure-devops-token', anchors: ['AZDO'], leads: [76], expression: /[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/y },
	{
		name: 'azure-function-key',
		anchors: ['AzFu', 'AzSe', 'AzCa'],
		leads: [46, 44, 43, 42, 40],
		expression: /[\w-]{40,46}Az(?:Fu|Se|Ca)[A-Za-z0-9+/_-]{6,8}={0,2}/y,
	},
	{ name: 'digitalocean-token', anchors: ['dop_v1_', 'doo_v1_', 'dor_v1_'], anywhere: true, expression: /do[opr]_v1_[a-f0-9]{56,72}/y },
	{ name: 'digitalocean-spaces-key', anchors: ['DO00', 'DO80'], expression: /DO[08]0[A-Z0-9]{16}(?![A-Za-z0-9])/y },
	{ name: 'heroku-api-key', anchors: ['HRKU-'], anywhere: true, expression: /HRKU-[\w-]{30,80}/y },
	{
		name: 'cloudflare-token',
		anchors: ['cfut_', 'cfat_', 'cfk_', 'cf_live_'],
		anywhere: true,
		expression: /cf(?:ut|at|k|_live)_[A-Za-z0-9_-]{30,80}/y,
	},
	{ name: 'cloudflare-origin-ca-key', anchors: ['v1.0-'], expression: /v1\.0-[a-f0-9]{24}-[a-f0-9]{100,160}/y },
	{
		name: 'databricks-token',
		anchors: ['dapi', 'dkea', 'dose', 'dsapi'],
		anywhere: true,
		expression: /(?:dapi|dkea|dose|dsapi)[a-f0-9]{30,34}(?:-\d{1,2})?(?![A-Za-z0-9])/y,
	},
	{
		name: 'vault-token',
		anchors: ['hvs.', 'hvb.', 'hvr.'],
		anywhere: true,
		expression: /hv[sbr]\.[\w-]{20,300}/y,
		accepts: looksGenerated,
	},
	{ name: 'terraform-token', anchors: ['.atlasv1.'], leads: [14], expression: /[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{55,80}/y },
	{ name: 'vault-token', anchors: ['s.', 'b.'], expression: /[sb]\.[A-Za-z0-9]{24}(?![A-Za-z0-9.])/y, accepts: isMixed, score: 0.8 },
	{ name: 'pulumi-token', anchors: ['pul-'], anywhere: true, expression: /pul-[a-f0-9]{40}/y },
	{
		name: 'doppler-token',
		anchors: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
		anywhere: true,
		expression: /dp\.[a-z]{2,5}\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{38,48}/y,
	},
	{ name: 'planetscale-token', anchors: ['pscale_'], anywhere: true, expression: /pscale_(?:tkn|pw|oauth)_[\w.=-]{30,70}/y },
	{
		name: 'fly-token',
		anchors: ['fo1_', 'fm1_', 'fm2_', 'fm1r_', 'fm1a_'],
		expression: /f(?:o1|m1[ra]?|m2)_[A-Za-z0-9+/_-]{40,2000}={0,2}/y,
		accepts: looksGenerated,
	},
	{
		name: 'vercel-token',
		anchors: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_', 'vercel_blob_rw_'],
		expression: /(?:vc[piark]|vercel_blob_rw)_[A-Za-z0-9_]{24,80}/y,
		accepts: looksGenerated,
	},
	{ name: 'netlify-token', anchors: ['nfp_', 'nfc_', 'nfo_', 'nfu_', 'nfb_'], anywhere: true, expression: /nf[pcoub]_[A-Za-z0-9]{36,40}/y },
	{
		name: 'supabase-key',
		anchors: ['sbp_', 'sb_secret_'],
		anywhere: true,
		expression: /(?:sbp_(?:v0_)?[a-f0-9]{40}|sb_secret_[\w-]{20,60})/y,
		accepts: looksGenerated,
	},
	{ name: 'render-api-key', anchors: ['rnd_'], expression: /rnd_[A-Za-z0-9]{28,40}/y, accepts: looksGenerated },
	{ name: 'tailscale-key', anchors: ['tskey-'], anywhere: true, expression: /tskey-[a-z]{3,9}-[\w-]{16,80}/y, accepts: looksGenerated },
	{ name: 'deno-token', anchors: ['ddp_', 'ddo_', 'ddw_'], anywhere: true, expression: /dd[pow]_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y },
	{ name: 'elastic-cloud-key', anchors: ['essu_'], anywhere: true, expression: /essu_[A-Za-z0-9+/]{60,200}={0,2}/y },
	{ name: 'clickhouse-cloud-key', anchors: ['4b1d'], expression: /4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/y, accepts: isMixed },
	{ name: 'mongodb-atlas-secret', anchors: ['mdb_sa_sk_'], anywhere: true, expression: /mdb_sa_sk_[\w-]{40,60}/y },
	{ name: 'scalingo-token', anchors: ['tk-us-'], expression: /tk-us-[\w-]{48}(?![\w-])/y, accepts: looksGenerated },
	{ name: 'octopus-deploy-key', anchors: ['API-'], expression: /API-[A-Z0-9]{26}(?![A-Za-z0-9])/y, accepts: hasLettersAndDigits },
	{ name: 'alibaba-access-key', anchors: ['LTAI'], expression: /LTAI[A-Za-z0-9]{16,26}(?![A-Za-z0-9])/y },
	{ name: 'tencent-secret-id', anchors: ['AKID'], expression: /AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/y },
	{
		name: 'yandex-key',
		anchors: ['AQVN', 't1.', 'YC'],
		expression:
			/(?:AQVN[\w-]{35,38}|t1\.[A-Z0-9a-z_-]{3,200}={0,2}\.[\w-]{86}={0,2}|t1\.9eu[\w.=-]{60,300}|(?<![+/])YC[\w-]{38}(?![\w+/=-]))/y,
		accepts: isMixed,
	},
	{ name: 'openshift-token', anchors: ['sha256~'], expression: /sha256~[\w-]{40,46}/y },
	{ name: 'ibm-api-key', anchors: ['ApiKey-'], expression: /ApiKey-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y },
	{
		name: 'kubernetes-bootstrap-token',
		anchors: ['--token '],
		anywhere: true,
		expression: /(--token )[a-z0-9]{6}\.[a-z0-9]{16}(?![a-z0-9])/y,
	},
	{ name: 'snowflake-token', anchors: ['ver:1-hint:'], expression: /ver:1-hint:\d{1,20}-[A-Za-z0-9+/=_-]{40,2000}/y },
];
