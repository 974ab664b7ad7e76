#include "headers.h"

/* One year. Sub-domains are not ours to speak for. */
static const struct header headers[] = {
	{ "Strict-Transport-Security", S("max-age=31536000") }, /* by https alone: first */
	/* Our own style sheets, pictures and script; no frame, nothing sent to elsewhere. */
	{ "Content-Security-Policy",
		S("default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
		  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
		  "'none'") },
	{ "Cross-Origin-Opener-Policy", S("same-origin") },
	{ "Permissions-Policy", S("accelerometer=(), camera=(), display-capture=(), fullscreen=(), "
				  "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
				  "midi=(), payment=(), usb=()") },
	{ "Referrer-Policy", S("strict-origin-when-cross-origin") },
	{ "X-Content-Type-Options", S("nosniff") },
	{ "X-Frame-Options", S("DENY") },
	{ 0 },
};

const struct header *house_headers(bool is_https)
{
	return is_https ? headers : headers + 1;
}
