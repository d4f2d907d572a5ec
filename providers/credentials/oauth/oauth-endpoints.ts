import type { CredentialData, OauthProvider } from '../../../core/ports/access/credentials';

interface OauthEndpoints {
	authUrl: string;
	accessTokenUrl: string;
	authQueryParameters: string;
	authentication: 'body' | 'header';
	/** RFC 8628, 3.1; n8n has no field for it. */
	deviceUrl: string;
	/** True if `code_challenge` (RFC 7636) is supported. */
	hasPkce: boolean;
	loopback: string;
}

/**
 * https://developers.google.com/identity/protocols/oauth2/native-app and …/limited-input-device;
 * https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow and …/for-devices
 */
export const oauthEndpoints: Record<OauthProvider, OauthEndpoints> = {
	google: {
		authUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
		accessTokenUrl: 'https://oauth2.googleapis.com/token',
		// Without both, a second login returns no refresh token.
		authQueryParameters: 'access_type=offline&prompt=consent',
		authentication: 'body',
		deviceUrl: 'https://oauth2.googleapis.com/device/code',
		hasPkce: true,
		loopback: '127.0.0.1',
	},
	meta: {
		authUrl: 'https://www.facebook.com/v23.0/dialog/oauth',
		accessTokenUrl: 'https://graph.facebook.com/v23.0/oauth/access_token',
		authQueryParameters: '',
		authentication: 'body',
		deviceUrl: 'https://graph.facebook.com/v23.0/device/login',
		hasPkce: false,
		loopback: 'localhost',
	},
};

/** Google allows limited devices these scopes only: https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes */
export const googleDeviceScopes = [
	'email',
	'openid',
	'profile',
	'https://www.googleapis.com/auth/userinfo.email',
	'https://www.googleapis.com/auth/userinfo.profile',
	'https://www.googleapis.com/auth/drive.appdata',
	'https://www.googleapis.com/auth/drive.file',
	'https://www.googleapis.com/auth/youtube',
	'https://www.googleapis.com/auth/youtube.readonly',
];

/** Recognizes n8n types: `gmailOAuth2`, `googleSheetsOAuth2Api`, `youTubeOAuth2Api`, `facebookLeadAdsOAuth2Api`. */
export function findProvider(type: string): OauthProvider | null {
	if (!/oauth2/i.test(type)) return null;
	if (/^(?:google|gmail|youTube|gSuite)/.test(type)) return 'google';
	return /^(?:facebook|instagram|whatsApp)/.test(type) ? 'meta' : null;
}

/** Adds the provider's missing addresses: n8n's exports leave out what the type fixes. */
export function withEndpoints(data: CredentialData, provider: OauthProvider | null): CredentialData {
	if (provider === null) return data;
	const { authUrl, accessTokenUrl, authQueryParameters, authentication } = oauthEndpoints[provider];
	const set = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== '' && value !== undefined));
	return { grantType: 'authorizationCode', authUrl, accessTokenUrl, authQueryParameters, authentication, ...set };
}
