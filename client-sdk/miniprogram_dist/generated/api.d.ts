import type { Doer } from '../runtime/doer';
/** All operations as typed methods, by subject. */
export declare const api: (doer: Doer) => {
    account: {
        /** Logs in by a code of wx.login. Codes: WECHAT_CODE_INVALID, UPSTREAM_UNAVAILABLE, RATE_LIMITED. */
        loginWithWechat: (input: Omit<import("./types").LoginWithWechatInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            accessToken: string;
            refreshToken: string;
            expiresAt: string;
        }>;
        /** Logs staff in. Codes: LOGIN_FAILED, LOGIN_LOCKED, RATE_LIMITED. */
        loginStaff: (input: Omit<import("./types").LoginStaffInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            accessToken: string;
            refreshToken: string;
            expiresAt: string;
        }>;
        /** Exchanges a refresh token. A token used twice ends the session. Code: UNAUTHENTICATED. */
        refreshLogin: (input: Omit<import("./types").RefreshLoginInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            accessToken: string;
            refreshToken: string;
            expiresAt: string;
        }>;
        /** Ends this session on every instance at once. */
        logout: (input: Omit<import("./types").OnlyKeyInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            clientMutationId: string;
        }>;
        /** Closes my account: name, phone and WeChat id are erased, my sessions end; what I said stays in the record under a name that no longer leads to me. */
        closeAccount: (input: Omit<import("./types").OnlyKeyInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            clientMutationId: string;
        }>;
        /** Who I am, where I live and what I hold. */
        me: (variables?: {
            [x: string]: never;
        } | undefined, options?: import("..").CallOptions | undefined) => Promise<import("./types").MeQuery>;
        /** My messages, newest first. */
        inbox: (variables?: {
            first?: number;
            after?: string | null | undefined;
        } | undefined, options?: import("..").CallOptions | undefined) => Promise<import("./types").InboxQuery>;
        /** Marks notices of my inbox as read. */
        markNoticesRead: (input: Omit<import("./types").MarkNoticesReadInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            clientMutationId: string;
        }>;
        /** Becomes a verified resident by a household's code. Codes: INVITATION_INVALID, RATE_LIMITED. */
        redeemInvitation: (input: Omit<import("./types").RedeemInvitationInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            person: {
                id: string;
                nickname: string | null;
            };
        }>;
    };
    ballot: {
        /** Ballots of an area or below, newest first. */
        ballots: (variables: {
            below: string;
            states?: Array<import("./types").BallotState> | import("./types").BallotState | null | undefined;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").BallotsQuery>;
        /** The paper, the rule, and after closing the result. */
        ballotPage: (variables: {
            ballot: string;
        }, options?: import("..").CallOptions) => Promise<{
            legalBasis: string;
            electorateKind: import("./types").ElectorateKind;
            seats: number;
            most: number;
            budgetFen: number;
            rule: string;
            ruleDigest: string;
            electorateSize: number | null;
            electorateDigest: string | null;
            turnout: number | null;
            reason: string | null;
            id: string;
            title: string;
            kind: import("./types").BallotKind;
            state: import("./types").BallotState;
            secrecy: import("./types").Secrecy;
            opensAt: string;
            closesAt: string;
            viewerHasVoted: boolean;
            options: Array<{
                id: string;
                title: string;
                costFen: number;
            }>;
            proposals: Array<{
                id: string;
                number: string | null;
                title: string;
            }>;
            viewerCan: Array<{
                action: string;
                allowed: boolean;
                reason: {
                    code: string;
                    message: string;
                } | null;
            }>;
            result: {
                verdict: string;
                turnout: number;
                electorate: number;
                winners: Array<string>;
                yes: number | null;
                no: number | null;
                abstain: number | null;
                listDigest: string;
                root: string;
                listPath: string;
                options: Array<{
                    option: string;
                    votes: number;
                    mean: string | null;
                    won: boolean;
                    why: string | null;
                    greedy: boolean | null;
                }>;
            } | null;
            area: {
                id: string;
                code: string;
                name: string;
                tier: import("./types").Tier;
            };
        }>;
        /** By global id; null where there is nothing that the viewer may know of. */
        ballotReceipt: (variables: {
            ballot: string;
            receipt: string;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            entriesOfReceipt: Array<{
                mark: string;
                choice: string | null;
                index: number;
                path: Array<string>;
            }>;
        }>;
        /** By global id; null where there is nothing that the viewer may know of. */
        ballotOpenings: (variables: {
            ballot: string;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            openings: string;
        }>;
        /** Announces a ballot; it opens and closes by the clock. Codes: FORBIDDEN, INVALID_INPUT, BAD_TARGET. */
        announceBallot: (input: Omit<import("./types").AnnounceBallotInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            ballot: {
                id: string;
                title: string;
                kind: import("./types").BallotKind;
                state: import("./types").BallotState;
                secrecy: import("./types").Secrecy;
                opensAt: string;
                closesAt: string;
                viewerHasVoted: boolean;
                options: Array<{
                    id: string;
                    title: string;
                    costFen: number;
                }>;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
            };
        }>;
        /** Votes, or votes anew: the last acknowledged vote counts. Codes: BALLOT_NOT_OPEN, NOT_IN_ELECTORATE, MALFORMED_VOTE. */
        castVote: (input: Omit<import("./types").CastVoteInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            receipt: string | null;
            ballot: {
                id: string;
                title: string;
                kind: import("./types").BallotKind;
                state: import("./types").BallotState;
                secrecy: import("./types").Secrecy;
                opensAt: string;
                closesAt: string;
                viewerHasVoted: boolean;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
            };
        }>;
        /** Enters a paper vote; it counts when another of the staff confirms it. Codes: FORBIDDEN, BALLOT_NOT_OPEN, NOT_IN_ELECTORATE, MALFORMED_VOTE, ALREADY_PENDING. */
        enterPaperVote: (input: Omit<import("./types").EnterPaperVoteInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            paper: string;
        }>;
        /** Confirms a paper vote that another entered; the receipt is for the voter. Codes: FORBIDDEN, NOTHING_PENDING, BALLOT_NOT_OPEN. */
        confirmPaperVote: (input: Omit<import("./types").ConfirmPaperVoteInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            receipt: string | null;
        }>;
        /** Calls a ballot off; its votes are destroyed uncounted. Codes: FORBIDDEN, BALLOT_NOT_OPEN. */
        cancelBallot: (input: Omit<import("./types").CancelBallotInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            ballot: {
                id: string;
                title: string;
                kind: import("./types").BallotKind;
                state: import("./types").BallotState;
                secrecy: import("./types").Secrecy;
                opensAt: string;
                closesAt: string;
                viewerHasVoted: boolean;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
            };
        }>;
        /** Gives the key under which an auditor of a sealed ballot gets what opens it; until the closing another can be given. Codes: FORBIDDEN, BALLOT_NOT_OPEN, INVALID_INPUT. */
        giveAuditorKey: (input: Omit<import("./types").GiveAuditorKeyInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            clientMutationId: string;
        }>;
    };
    consultation: {
        /** Consultations of an area or below, newest first. */
        consultations: (variables: {
            below: string;
            state?: import("./types").ConsultationState | null | undefined;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").ConsultationsQuery>;
        /** One statement after another, what I may do, and the groups so far. */
        consultationPage: (variables: {
            consultation: string;
        }, options?: import("..").CallOptions) => Promise<{
            electorateKind: import("./types").ElectorateKind;
            moderatedBefore: boolean;
            resultsLive: boolean;
            reason: string | null;
            id: string;
            question: string;
            state: import("./types").ConsultationState;
            opensAt: string;
            closesAt: string;
            residentsState: boolean;
            electorateSize: number | null;
            proposals: Array<{
                id: string;
                number: string | null;
                title: string;
            }>;
            next: {
                voted: number;
                total: number;
                statement: {
                    id: string;
                    number: number;
                    seed: boolean;
                    state: import("./types").StatementState;
                    text: string | null;
                    reason: string | null;
                } | null;
            };
            viewerCan: Array<{
                action: string;
                allowed: boolean;
                reason: {
                    code: string;
                    message: string;
                } | null;
            }>;
            result: {
                claim: string;
                participants: number;
                words: string;
                wordsEn: string;
                computedAt: string;
                last: boolean;
                groups: Array<{
                    size: number;
                    words: string;
                    wordsEn: string;
                }>;
                statements: Array<{
                    number: string;
                    agree: number | null;
                    disagree: number | null;
                    pass: number | null;
                    consensus: number | null;
                }>;
            } | null;
            area: {
                id: string;
                code: string;
                name: string;
                tier: import("./types").Tier;
            };
        }>;
        /** By global id; null where there is nothing that the viewer may know of. */
        nextStatement: (variables: {
            consultation: string;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            state: import("./types").ConsultationState;
            next: {
                voted: number;
                total: number;
                statement: {
                    id: string;
                    number: number;
                    seed: boolean;
                    state: import("./types").StatementState;
                    text: string | null;
                    reason: string | null;
                } | null;
            };
        }>;
        /** By global id; null where there is nothing that the viewer may know of. */
        statements: (variables: {
            consultation: string;
            states?: Array<import("./types").StatementState> | import("./types").StatementState | null | undefined;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            statements: {
                nodes: Array<{
                    id: string;
                    number: number;
                    seed: boolean;
                    state: import("./types").StatementState;
                    text: string | null;
                    reason: string | null;
                }>;
                pageInfo: {
                    hasNextPage: boolean;
                    endCursor: string | null;
                };
            };
        }>;
        /** What makes a result checkable: digest, algorithm and its whole JSON. */
        consultationProof: (variables: {
            consultation: string;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            result: {
                digest: string;
                algorithm: string;
                computedAt: string;
                last: boolean;
                json: string;
            } | null;
        }>;
        /** Opens a consultation; it closes by the clock. Codes: FORBIDDEN, INVALID_INPUT, BAD_TARGET. */
        openConsultation: (input: Omit<import("./types").OpenConsultationInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            consultation: {
                id: string;
                question: string;
                state: import("./types").ConsultationState;
                opensAt: string;
                closesAt: string;
                residentsState: boolean;
                electorateSize: number | null;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
            };
        }>;
        /** Makes a statement; its author agrees with it. Codes: CONSULTATION_NOT_OPEN, NOT_IN_ELECTORATE, STATEMENTS_BY_STAFF_ONLY, TOO_MANY_STATEMENTS, CONTENT_REJECTED. */
        addStatement: (input: Omit<import("./types").StatementInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            statement: string;
        }>;
        /** Puts in a statement as facilitator. Codes: FORBIDDEN, CONSULTATION_NOT_OPEN. */
        seedStatement: (input: Omit<import("./types").StatementInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            statement: string;
        }>;
        /** Votes on statements; each vote can be changed until the end. Codes: CONSULTATION_NOT_OPEN, NOT_IN_ELECTORATE, STATEMENT_NOT_SHOWN. */
        voteOnStatements: (input: Omit<import("./types").VoteOnStatementsInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            recorded: Array<string>;
            notShown: Array<string>;
        }>;
        /** Shows or hides a statement that waits, or shows one again. Codes: FORBIDDEN, STATEMENT_NOT_SHOWN. */
        checkStatement: (input: Omit<import("./types").CheckStatementInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            statement: string;
        }>;
        /** Takes a statement out of sight, with a reason. Codes: FORBIDDEN, STATEMENT_NOT_SHOWN. */
        hideStatement: (input: Omit<import("./types").HideStatementInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            statement: string;
        }>;
        /** Calls a consultation off, with a reason. Codes: FORBIDDEN, CONSULTATION_NOT_OPEN. */
        cancelConsultation: (input: Omit<import("./types").CancelConsultationInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            consultation: {
                id: string;
                question: string;
                state: import("./types").ConsultationState;
                opensAt: string;
                closesAt: string;
                residentsState: boolean;
                electorateSize: number | null;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
            };
        }>;
    };
    desk: {
        /** A committee's queue, the most urgent first. */
        queue: (variables: {
            custodian: string;
            states?: Array<import("./types").State> | import("./types").State | null | undefined;
            clock?: import("./types").ClockColour | null | undefined;
            unchecked?: boolean | null | undefined;
            orderBy?: import("./types").ProposalOrder;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").QueueQuery>;
        /** Comments in the custody of an area or below that wait for a person, oldest first; for its staff. */
        commentsToCheck: (variables: {
            below: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").CommentsToCheckQuery>;
        /** Supervisions 督办 of an area's platform or below, oldest first. */
        supervisions: (variables: {
            below: string;
            open?: boolean;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").SupervisionsQuery>;
        /** Notes of the staff, which residents do not see. */
        proposalNotes: (variables: {
            proposal: string;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            notes: Array<{
                text: string;
                createdAt: string;
                author: {
                    id: string;
                    nickname: string | null;
                };
            }>;
        }>;
        /** Approves or rejects a text that the content check was unsure of. */
        checkProposalText: (input: Omit<import("./types").DecideInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Sends back for what is missing. */
        returnProposal: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** 不予受理, with a reason code and a written answer. */
        declineProposal: (input: Omit<import("./types").DeclineInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Joins a proposal to another. */
        mergeProposal: (input: Omit<import("./types").MergeInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** 受理 */
        acceptProposal: (input: Omit<import("./types").AcceptInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** 上报: hands up, to the platform above unless another is named. */
        escalateProposal: (input: Omit<import("./types").EscalateInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** 下派: hands down. */
        delegateProposal: (input: Omit<import("./types").DelegateInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Forms the resolution with its plan. */
        formProposal: (input: Omit<import("./types").FormInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Not adopted, with a public answer. */
        rejectProposal: (input: Omit<import("./types").RejectInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Shows or hides a comment that the content check was unsure of. */
        checkComment: (input: Omit<import("./types").DecideCommentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Takes a comment out of sight; its words are kept, its author reads the reason. */
        hideComment: (input: Omit<import("./types").CommentReasonInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Decides an appeal: the comment is shown again, or stays hidden. */
        decideCommentAppeal: (input: Omit<import("./types").DecideCommentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Reports on a task: progress, done, or cancelled with the reason. */
        reportTask: (input: Omit<import("./types").ReportInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Asks the tier above for a later due date. */
        requestExtension: (input: Omit<import("./types").ExtensionInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Asks the tier above for a pause. */
        requestSuspension: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Approves or refuses what was asked. */
        decideRequest: (input: Omit<import("./types").DecideInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Ends a suspension. */
        resumeProposal: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Reports that every task is done or cancelled. */
        deliverProposal: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Confirms or refuses the delivery. */
        confirmDelivery: (input: Omit<import("./types").DecideInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Records the supervisor's check. */
        recordSupervisorCheck: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Closes after the window. */
        closeProposal: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Writes a note that only staff read. */
        writeNote: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Opens a supervision 督办. */
        openSupervision: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Answers a supervision. */
        answerSupervision: (input: Omit<import("./types").AnswerSupervisionInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
    };
    people: {
        /** By global id; null where there is nothing that the viewer may know of. */
        members: (variables: {
            area: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            members: {
                nodes: Array<{
                    id: string;
                    role: string;
                    since: string;
                    person: {
                        id: string;
                        nickname: string | null;
                    };
                }>;
                pageInfo: {
                    hasNextPage: boolean;
                    endCursor: string | null;
                };
            };
        }>;
        /** Verifies a resident or an owner. Codes: FORBIDDEN, NOT_FOUND, BAD_TARGET. */
        verifyResident: (input: Omit<import("./types").VerifyResidentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            person: {
                id: string;
                nickname: string | null;
            };
        }>;
        /** Records a resident without a phone, for whom staff can then raise proposals. Codes: FORBIDDEN, NOT_FOUND, BAD_TARGET, INVALID_INPUT. */
        registerResident: (input: Omit<import("./types").RegisterResidentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            person: {
                id: string;
                nickname: string | null;
            };
        }>;
        /** Issues a code for a household. Codes: FORBIDDEN, NOT_FOUND, INVALID_INPUT. */
        inviteHousehold: (input: Omit<import("./types").InviteHouseholdInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            code: string;
        }>;
        /** Gives a role. Codes: FORBIDDEN, SEPARATION_OF_POWERS, ROLE_TIER_MISMATCH, NOT_FOUND. */
        grantRole: (input: Omit<import("./types").GrantRoleInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            membership: string;
        }>;
        /** Ends a role from the next request on. Codes: FORBIDDEN, NOT_FOUND. */
        revokeRole: (input: Omit<import("./types").RevokeRoleInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            membership: string;
        }>;
    };
    place: {
        /** All districts by code. */
        districts: (variables?: {
            first?: number;
            after?: string | null | undefined;
        } | undefined, options?: import("..").CallOptions | undefined) => Promise<import("./types").DistrictsQuery>;
        /** Areas of one tier below an area. */
        areasBelow: (variables: {
            below: string;
            tier: import("./types").Tier;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").AreasBelowQuery>;
        /** Where a scanned code with an official code leads. */
        areaByCode: (variables: {
            code: string;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").AreaByCodeQuery>;
        /** A platform's page: what it is, who is above it, what I may do here. */
        areaPage: (variables: {
            area: string;
        }, options?: import("..").CallOptions) => Promise<{
            blockKind: import("./types").BlockKind | null;
            households: number | null;
            id: string;
            code: string;
            name: string;
            tier: import("./types").Tier;
            parent: {
                id: string;
                code: string;
                name: string;
                tier: import("./types").Tier;
                parent: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                    parent: {
                        id: string;
                        code: string;
                        name: string;
                        tier: import("./types").Tier;
                    } | null;
                } | null;
            } | null;
            topics: Array<{
                id: string;
                code: string;
                category: string;
                name: string;
                nameEn: string;
            }>;
            units: Array<{
                id: string;
                name: string;
            }>;
            viewerCan: Array<{
                action: string;
                allowed: boolean;
                reason: {
                    code: string;
                    message: string;
                } | null;
            }>;
        }>;
        /** By global id; null where there is nothing that the viewer may know of. */
        areaChildren: (variables: {
            area: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions) => Promise<{
            children: {
                nodes: Array<{
                    blockKind: import("./types").BlockKind | null;
                    households: number | null;
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                }>;
                pageInfo: {
                    hasNextPage: boolean;
                    endCursor: string | null;
                };
            };
        }>;
    };
    proposal: {
        /** Home of my block: my matters, what the neighbours raise, what the block and its neighborhood vote and speak on. */
        home: (variables: {
            block: string;
            neighborhood: string;
            first?: number;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").HomeQuery>;
        /** Proposals that the viewer may know of. */
        proposals: (variables?: {
            filter?: import("./types").ProposalFilter | null | undefined;
            orderBy?: import("./types").ProposalOrder;
            first?: number;
            after?: string | null | undefined;
        } | undefined, options?: import("..").CallOptions | undefined) => Promise<import("./types").ProposalsQuery>;
        /** A proposal by its readable number. */
        proposalByNumber: (variables: {
            number: string;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").ProposalByNumberQuery>;
        /** A proposal's page: its way through the tiers, its clocks, what I may do. */
        proposalPage: (variables: {
            proposal: string;
            comments?: number;
        }, options?: import("..").CallOptions) => Promise<{
            body: string;
            checked: boolean;
            assisted: boolean;
            viewerRating: number | null;
            missing: string | null;
            suspended: boolean;
            requestPending: boolean;
            deliveryPending: boolean;
            supervisorCheck: string | null;
            reworks: number;
            reopenings: number;
            submittedAt: string | null;
            closedAt: string | null;
            id: string;
            number: string | null;
            version: number;
            state: import("./types").State;
            link: import("./types").Link;
            title: string;
            tier: import("./types").Tier;
            supportCount: number;
            commentCount: number;
            viewerSupports: boolean;
            viewerFollows: boolean;
            createdAt: string;
            proponent: {
                id: string;
                nickname: string | null;
            };
            coProponents: Array<{
                id: string;
                nickname: string | null;
            }>;
            clock: {
                startedAt: string;
                colour: import("./types").ClockColour;
                status: import("./types").ClockStatus;
                dueAt: string | null;
            } | null;
            windows: {
                resubmit: string | null;
                appeal: string | null;
                notice: string | null;
                evaluation: string | null;
                mergeChoice: string | null;
                reopen: string | null;
            };
            custody: Array<{
                at: string;
                how: string;
                reason: string | null;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
            }>;
            answer: {
                text: string;
                declineReason: string | null;
                decidedAt: string;
                publishAt: string;
            } | null;
            resolution: {
                text: string;
                formedAt: string;
                objections: number;
                direct: boolean;
            } | null;
            tasks: Array<{
                id: string;
                title: string;
                due: string;
                budgetFen: number;
                spentFen: number;
                state: string;
                unit: {
                    id: string;
                    name: string;
                } | null;
                milestones: Array<{
                    text: string;
                    at: string;
                }>;
            }>;
            ratings: {
                count: number;
                satisfactionRate: number | null;
                mean: number | null;
            };
            supervisions: Array<{
                id: string;
                link: import("./types").Link;
                cause: string;
                openedAt: string;
                answeredAt: string | null;
                area: {
                    id: string;
                    name: string;
                };
            }>;
            mergedInto: {
                id: string;
                number: string | null;
                title: string;
            } | null;
            viewerCan: Array<{
                action: string;
                allowed: boolean;
                reason: {
                    code: string;
                    message: string;
                } | null;
            }>;
            comments: {
                nodes: Array<{
                    id: string;
                    text: string | null;
                    state: string;
                    reason: string | null;
                    replyTo: string | null;
                    createdAt: string;
                    author: {
                        id: string;
                        nickname: string | null;
                    };
                    viewerCan: Array<{
                        action: string;
                        allowed: boolean;
                        reason: {
                            code: string;
                            message: string;
                        } | null;
                    }>;
                }>;
                pageInfo: {
                    hasNextPage: boolean;
                    endCursor: string | null;
                };
            };
            home: {
                id: string;
                name: string;
            };
            custodian: {
                id: string;
                code: string;
                name: string;
                tier: import("./types").Tier;
            };
            topic: {
                id: string;
                name: string;
                nameEn: string;
            } | null;
        }>;
        /** By global id; null where there is nothing that the viewer may know of. */
        proposalComments: (variables: {
            proposal: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions) => Promise<{
            comments: {
                nodes: Array<{
                    id: string;
                    text: string | null;
                    state: string;
                    reason: string | null;
                    replyTo: string | null;
                    createdAt: string;
                    author: {
                        id: string;
                        nickname: string | null;
                    };
                    viewerCan: Array<{
                        action: string;
                        allowed: boolean;
                        reason: {
                            code: string;
                            message: string;
                        } | null;
                    }>;
                }>;
                pageInfo: {
                    hasNextPage: boolean;
                    endCursor: string | null;
                };
            };
        }>;
        /** What happened, as it stands in the log, and how the text changed. */
        proposalHistory: (variables: {
            proposal: string;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            timeline: Array<{
                seq: number;
                kind: string;
                at: string;
                leaf: string;
                actor: {
                    id: string;
                    nickname: string | null;
                } | null;
            }>;
            versions: Array<{
                number: number;
                title: string;
                body: string;
                createdAt: string;
                changes: Array<{
                    kind: string;
                    text: string;
                }>;
            }>;
        }>;
        /** Drafts a proposal in a block or neighborhood; staff may do so for a resident. */
        draftProposal: (input: Omit<import("./types").DraftProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Changes a draft. */
        editProposal: (input: Omit<import("./types").EditProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Hands a draft in. */
        submitProposal: (input: Omit<import("./types").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Hands a returned proposal in again. */
        resubmitProposal: (input: Omit<import("./types").EditProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Takes a proposal back. */
        withdrawProposal: (input: Omit<import("./types").MaybeTextInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Appeals against a decline to the tier above, once. */
        appealDecline: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** 附议 */
        supportProposal: (input: Omit<import("./types").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Takes the support back. */
        revokeSupport: (input: Omit<import("./types").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** As a supporter of a merged proposal: follow it, stay, or withdraw. */
        chooseAfterMerge: (input: Omit<import("./types").ChooseInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Is told of every move from now on. */
        followProposal: (input: Omit<import("./types").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Is no longer told. */
        unfollowProposal: (input: Omit<import("./types").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Says something in public, perhaps in answer to a comment; threads have one level. */
        commentOnProposal: (input: Omit<import("./types").CommentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Appeals, as its author and once, against a hidden comment, to the tier above. */
        appealComment: (input: Omit<import("./types").CommentReasonInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Objects during public notice. */
        objectToProposal: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Rates 1 to 5; changeable until the end. */
        rateProposal: (input: Omit<import("./types").RateInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
        /** Reopens with evidence within 90 days. */
        reopenProposal: (input: Omit<import("./types").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import("./types").State;
                link: import("./types").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import("./types").Tier;
                };
                clock: {
                    colour: import("./types").ClockColour;
                    status: import("./types").ClockStatus;
                    startedAt: string;
                    dueAt: string | null;
                } | null;
                viewerCan: Array<{
                    action: string;
                    allowed: boolean;
                    reason: {
                        code: string;
                        message: string;
                    } | null;
                }>;
            } | null;
        }>;
    };
    record: {
        /** What changed while the phone was offline. */
        changes: (variables: {
            district: string;
            since?: string | null | undefined;
            first?: number;
        }, options?: import("..").CallOptions | undefined) => Promise<import("./types").ChangesQuery>;
        /** By global id; null where there is nothing that the viewer may know of. */
        logHead: (variables: {
            district: string;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            logHead: {
                size: number;
                root: string;
            } | null;
        }>;
        /** By global id; null where there is nothing that the viewer may know of. */
        logEntries: (variables: {
            district: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            log: {
                nodes: Array<{
                    seq: number;
                    at: string;
                    kind: string;
                    subject: string;
                    body: string;
                    leaf: string;
                    actor: {
                        id: string;
                        nickname: string | null;
                    } | null;
                }>;
                pageInfo: {
                    hasNextPage: boolean;
                    endCursor: string | null;
                };
            };
        }>;
        /** By global id; null where there is nothing that the viewer may know of. */
        rules: (variables: {
            district: string;
            tier: import("./types").Tier;
            day: string;
        }, options?: import("..").CallOptions) => Promise<{
            id: string;
            isWorkingDay: boolean;
            profiles: Array<{
                version: number;
                effectiveFrom: string;
                screeningDays: number;
                reviewDays: number;
                noticeDays: number;
                evaluationDays: number;
                graceDays: number;
                objectionThreshold: number;
                supportThreshold: number | null;
                satisfactionThresholdPercent: number;
                minRatings: number;
                openProposalsLimit: number;
                maxReworks: number;
            }>;
        }>;
        /** Publishes a version of a tier's periods and thresholds. Codes: FORBIDDEN, BAD_TARGET, INVALID_INPUT. */
        publishProfile: (input: Omit<import("./types").PublishProfileInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            version: number;
        }>;
        /** Declares a day working or free; all clocks follow, also those of days gone by. Codes: FORBIDDEN, BAD_TARGET. */
        correctCalendar: (input: Omit<import("./types").CorrectCalendarInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import("..").CallOptions) => Promise<{
            day: string;
        }>;
    };
    watch: {
        /** A number every second, for clients that watch their connection. */
        heartbeat: (variables: {
            [x: string]: never;
        }, listener: import("..").Listener<import("./types").HeartbeatSubscription>) => (() => void);
        /** The life of one proposal. Code: NOT_FOUND. */
        proposalChanged: (variables: {
            id: string;
        }, listener: import("..").Listener<import("./types").ProposalChangedSubscription>) => (() => void);
        /** The life of one consultation: statements, results, its end. Code: NOT_FOUND. */
        consultationChanged: (variables: {
            id: string;
        }, listener: import("..").Listener<import("./types").ConsultationChangedSubscription>) => (() => void);
        /** The life of one ballot: opened, closed, called off. Code: NOT_FOUND. */
        ballotChanged: (variables: {
            id: string;
        }, listener: import("..").Listener<import("./types").BallotChangedSubscription>) => (() => void);
    };
};
