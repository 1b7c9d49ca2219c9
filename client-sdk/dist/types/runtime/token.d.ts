/** What an access token says of itself. It is not checked here; the server does that. */
export declare function claims(token: string): {
    sub?: string;
    iat?: number;
    exp?: number;
};
