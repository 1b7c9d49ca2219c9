import { type Settings } from './runtime/client';
/** A client of one server. Make one for the whole app. */
export declare function createClient(settings: Settings): {
    account: {
        loginWithWechat: (input: Omit<import(".").LoginWithWechatInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            accessToken: string;
            refreshToken: string;
            expiresAt: string;
        }>;
        loginStaff: (input: Omit<import(".").LoginStaffInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            accessToken: string;
            refreshToken: string;
            expiresAt: string;
        }>;
        refreshLogin: (input: Omit<import(".").RefreshLoginInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            accessToken: string;
            refreshToken: string;
            expiresAt: string;
        }>;
        logout: (input: Omit<import(".").OnlyKeyInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            clientMutationId: string;
        }>;
        closeAccount: (input: Omit<import(".").OnlyKeyInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            clientMutationId: string;
        }>;
        me: (variables?: {
            [x: string]: never;
        } | undefined, options?: import(".").CallOptions | undefined) => Promise<import(".").MeQuery>;
        inbox: (variables?: {
            first?: number;
            after?: string | null | undefined;
        } | undefined, options?: import(".").CallOptions | undefined) => Promise<import(".").InboxQuery>;
        markNoticesRead: (input: Omit<import(".").MarkNoticesReadInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            clientMutationId: string;
        }>;
        redeemInvitation: (input: Omit<import(".").RedeemInvitationInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            person: {
                id: string;
                nickname: string | null;
            };
        }>;
    };
    ballot: {
        ballots: (variables: {
            below: string;
            states?: Array<import(".").BallotState> | import(".").BallotState | null | undefined;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").BallotsQuery>;
        ballotPage: (variables: {
            ballot: string;
        }, options?: import(".").CallOptions) => Promise<{
            legalBasis: string;
            electorateKind: import(".").ElectorateKind;
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
            kind: import(".").BallotKind;
            state: import(".").BallotState;
            secrecy: import(".").Secrecy;
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
                tier: import(".").Tier;
            };
        }>;
        ballotReceipt: (variables: {
            ballot: string;
            receipt: string;
        }, options?: import(".").CallOptions) => Promise<{
            id: string;
            entriesOfReceipt: Array<{
                mark: string;
                choice: string | null;
                index: number;
                path: Array<string>;
            }>;
        }>;
        ballotOpenings: (variables: {
            ballot: string;
        }, options?: import(".").CallOptions) => Promise<{
            id: string;
            openings: string;
        }>;
        announceBallot: (input: Omit<import(".").AnnounceBallotInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            ballot: {
                id: string;
                title: string;
                kind: import(".").BallotKind;
                state: import(".").BallotState;
                secrecy: import(".").Secrecy;
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
                    tier: import(".").Tier;
                };
            };
        }>;
        castVote: (input: Omit<import(".").CastVoteInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            receipt: string | null;
            ballot: {
                id: string;
                title: string;
                kind: import(".").BallotKind;
                state: import(".").BallotState;
                secrecy: import(".").Secrecy;
                opensAt: string;
                closesAt: string;
                viewerHasVoted: boolean;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
            };
        }>;
        enterPaperVote: (input: Omit<import(".").EnterPaperVoteInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            paper: string;
        }>;
        confirmPaperVote: (input: Omit<import(".").ConfirmPaperVoteInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            receipt: string | null;
        }>;
        cancelBallot: (input: Omit<import(".").CancelBallotInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            ballot: {
                id: string;
                title: string;
                kind: import(".").BallotKind;
                state: import(".").BallotState;
                secrecy: import(".").Secrecy;
                opensAt: string;
                closesAt: string;
                viewerHasVoted: boolean;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
            };
        }>;
        giveAuditorKey: (input: Omit<import(".").GiveAuditorKeyInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            clientMutationId: string;
        }>;
    };
    consultation: {
        consultations: (variables: {
            below: string;
            state?: import(".").ConsultationState | null | undefined;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").ConsultationsQuery>;
        consultationPage: (variables: {
            consultation: string;
        }, options?: import(".").CallOptions) => Promise<{
            electorateKind: import(".").ElectorateKind;
            moderatedBefore: boolean;
            resultsLive: boolean;
            reason: string | null;
            id: string;
            question: string;
            state: import(".").ConsultationState;
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
                    state: import(".").StatementState;
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
                tier: import(".").Tier;
            };
        }>;
        nextStatement: (variables: {
            consultation: string;
        }, options?: import(".").CallOptions) => Promise<{
            id: string;
            state: import(".").ConsultationState;
            next: {
                voted: number;
                total: number;
                statement: {
                    id: string;
                    number: number;
                    seed: boolean;
                    state: import(".").StatementState;
                    text: string | null;
                    reason: string | null;
                } | null;
            };
        }>;
        statements: (variables: {
            consultation: string;
            states?: Array<import(".").StatementState> | import(".").StatementState | null | undefined;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions) => Promise<{
            id: string;
            statements: {
                nodes: Array<{
                    id: string;
                    number: number;
                    seed: boolean;
                    state: import(".").StatementState;
                    text: string | null;
                    reason: string | null;
                }>;
                pageInfo: {
                    hasNextPage: boolean;
                    endCursor: string | null;
                };
            };
        }>;
        consultationProof: (variables: {
            consultation: string;
        }, options?: import(".").CallOptions) => Promise<{
            id: string;
            result: {
                digest: string;
                algorithm: string;
                computedAt: string;
                last: boolean;
                json: string;
            } | null;
        }>;
        openConsultation: (input: Omit<import(".").OpenConsultationInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            consultation: {
                id: string;
                question: string;
                state: import(".").ConsultationState;
                opensAt: string;
                closesAt: string;
                residentsState: boolean;
                electorateSize: number | null;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
            };
        }>;
        addStatement: (input: Omit<import(".").StatementInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            statement: string;
        }>;
        seedStatement: (input: Omit<import(".").StatementInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            statement: string;
        }>;
        voteOnStatements: (input: Omit<import(".").VoteOnStatementsInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            recorded: Array<string>;
            notShown: Array<string>;
        }>;
        checkStatement: (input: Omit<import(".").CheckStatementInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            statement: string;
        }>;
        hideStatement: (input: Omit<import(".").HideStatementInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            statement: string;
        }>;
        cancelConsultation: (input: Omit<import(".").CancelConsultationInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            consultation: {
                id: string;
                question: string;
                state: import(".").ConsultationState;
                opensAt: string;
                closesAt: string;
                residentsState: boolean;
                electorateSize: number | null;
                area: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
            };
        }>;
    };
    desk: {
        queue: (variables: {
            custodian: string;
            states?: Array<import(".").State> | import(".").State | null | undefined;
            clock?: import(".").ClockColour | null | undefined;
            unchecked?: boolean | null | undefined;
            orderBy?: import(".").ProposalOrder;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").QueueQuery>;
        commentsToCheck: (variables: {
            below: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").CommentsToCheckQuery>;
        supervisions: (variables: {
            below: string;
            open?: boolean;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").SupervisionsQuery>;
        proposalNotes: (variables: {
            proposal: string;
        }, options?: import(".").CallOptions) => Promise<{
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
        checkProposalText: (input: Omit<import(".").DecideInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        returnProposal: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        declineProposal: (input: Omit<import(".").DeclineInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        mergeProposal: (input: Omit<import(".").MergeInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        acceptProposal: (input: Omit<import(".").AcceptInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        escalateProposal: (input: Omit<import(".").EscalateInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        delegateProposal: (input: Omit<import(".").DelegateInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        formProposal: (input: Omit<import(".").FormInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        rejectProposal: (input: Omit<import(".").RejectInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        checkComment: (input: Omit<import(".").DecideCommentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        hideComment: (input: Omit<import(".").CommentReasonInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        decideCommentAppeal: (input: Omit<import(".").DecideCommentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        reportTask: (input: Omit<import(".").ReportInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        requestExtension: (input: Omit<import(".").ExtensionInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        requestSuspension: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        decideRequest: (input: Omit<import(".").DecideInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        resumeProposal: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        deliverProposal: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        confirmDelivery: (input: Omit<import(".").DecideInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        recordSupervisorCheck: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        closeProposal: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        writeNote: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        openSupervision: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        answerSupervision: (input: Omit<import(".").AnswerSupervisionInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        members: (variables: {
            area: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions) => Promise<{
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
        verifyResident: (input: Omit<import(".").VerifyResidentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            person: {
                id: string;
                nickname: string | null;
            };
        }>;
        registerResident: (input: Omit<import(".").RegisterResidentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            person: {
                id: string;
                nickname: string | null;
            };
        }>;
        inviteHousehold: (input: Omit<import(".").InviteHouseholdInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            code: string;
        }>;
        grantRole: (input: Omit<import(".").GrantRoleInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            membership: string;
        }>;
        revokeRole: (input: Omit<import(".").RevokeRoleInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            membership: string;
        }>;
    };
    place: {
        districts: (variables?: {
            first?: number;
            after?: string | null | undefined;
        } | undefined, options?: import(".").CallOptions | undefined) => Promise<import(".").DistrictsQuery>;
        areasBelow: (variables: {
            below: string;
            tier: import(".").Tier;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").AreasBelowQuery>;
        areaByCode: (variables: {
            code: string;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").AreaByCodeQuery>;
        areaPage: (variables: {
            area: string;
        }, options?: import(".").CallOptions) => Promise<{
            blockKind: import(".").BlockKind | null;
            households: number | null;
            id: string;
            code: string;
            name: string;
            tier: import(".").Tier;
            parent: {
                id: string;
                code: string;
                name: string;
                tier: import(".").Tier;
                parent: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                    parent: {
                        id: string;
                        code: string;
                        name: string;
                        tier: import(".").Tier;
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
        areaChildren: (variables: {
            area: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions) => Promise<{
            children: {
                nodes: Array<{
                    blockKind: import(".").BlockKind | null;
                    households: number | null;
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                }>;
                pageInfo: {
                    hasNextPage: boolean;
                    endCursor: string | null;
                };
            };
        }>;
    };
    proposal: {
        home: (variables: {
            block: string;
            neighborhood: string;
            first?: number;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").HomeQuery>;
        proposals: (variables?: {
            filter?: import(".").ProposalFilter | null | undefined;
            orderBy?: import(".").ProposalOrder;
            first?: number;
            after?: string | null | undefined;
        } | undefined, options?: import(".").CallOptions | undefined) => Promise<import(".").ProposalsQuery>;
        proposalByNumber: (variables: {
            number: string;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").ProposalByNumberQuery>;
        proposalPage: (variables: {
            proposal: string;
            comments?: number;
        }, options?: import(".").CallOptions) => Promise<{
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
            state: import(".").State;
            link: import(".").Link;
            title: string;
            tier: import(".").Tier;
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
                colour: import(".").ClockColour;
                status: import(".").ClockStatus;
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
                    tier: import(".").Tier;
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
                link: import(".").Link;
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
                tier: import(".").Tier;
            };
            topic: {
                id: string;
                name: string;
                nameEn: string;
            } | null;
        }>;
        proposalComments: (variables: {
            proposal: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions) => Promise<{
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
        proposalHistory: (variables: {
            proposal: string;
        }, options?: import(".").CallOptions) => Promise<{
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
        draftProposal: (input: Omit<import(".").DraftProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        editProposal: (input: Omit<import(".").EditProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        submitProposal: (input: Omit<import(".").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        resubmitProposal: (input: Omit<import(".").EditProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        withdrawProposal: (input: Omit<import(".").MaybeTextInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        appealDecline: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        supportProposal: (input: Omit<import(".").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        revokeSupport: (input: Omit<import(".").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        chooseAfterMerge: (input: Omit<import(".").ChooseInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        followProposal: (input: Omit<import(".").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        unfollowProposal: (input: Omit<import(".").OnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        commentOnProposal: (input: Omit<import(".").CommentInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        appealComment: (input: Omit<import(".").CommentReasonInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        objectToProposal: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        rateProposal: (input: Omit<import(".").RateInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        reopenProposal: (input: Omit<import(".").TextOnProposalInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
            seq: number;
            proposal: {
                id: string;
                number: string | null;
                version: number;
                state: import(".").State;
                link: import(".").Link;
                supportCount: number;
                commentCount: number;
                viewerSupports: boolean;
                viewerFollows: boolean;
                viewerRating: number | null;
                custodian: {
                    id: string;
                    code: string;
                    name: string;
                    tier: import(".").Tier;
                };
                clock: {
                    colour: import(".").ClockColour;
                    status: import(".").ClockStatus;
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
        changes: (variables: {
            district: string;
            since?: string | null | undefined;
            first?: number;
        }, options?: import(".").CallOptions | undefined) => Promise<import(".").ChangesQuery>;
        logHead: (variables: {
            district: string;
        }, options?: import(".").CallOptions) => Promise<{
            id: string;
            logHead: {
                size: number;
                root: string;
            } | null;
        }>;
        logEntries: (variables: {
            district: string;
            first?: number;
            after?: string | null | undefined;
        }, options?: import(".").CallOptions) => Promise<{
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
        rules: (variables: {
            district: string;
            tier: import(".").Tier;
            day: string;
        }, options?: import(".").CallOptions) => Promise<{
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
        publishProfile: (input: Omit<import(".").PublishProfileInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            version: number;
        }>;
        correctCalendar: (input: Omit<import(".").CorrectCalendarInput, "clientMutationId"> & {
            clientMutationId?: string;
        }, options?: import(".").CallOptions) => Promise<{
            day: string;
        }>;
    };
    watch: {
        heartbeat: (variables: {
            [x: string]: never;
        }, listener: import(".").Listener<import(".").HeartbeatSubscription>) => (() => void);
        proposalChanged: (variables: {
            id: string;
        }, listener: import(".").Listener<import(".").ProposalChangedSubscription>) => (() => void);
        consultationChanged: (variables: {
            id: string;
        }, listener: import(".").Listener<import(".").ConsultationChangedSubscription>) => (() => void);
        ballotChanged: (variables: {
            id: string;
        }, listener: import(".").Listener<import(".").BallotChangedSubscription>) => (() => void);
    };
} & {
    /** Runs an operation that has no method. */
    run: <D, V>(operation: import(".").Operation<D, V>, variables: unknown, options?: import(".").CallOptions) => Promise<D>;
    outbox: {
        add(operation: import("./runtime/operation").AnyOperation, input: Record<string, unknown>, label: string): import(".").Entry;
        list: () => readonly import(".").Entry[];
        flush(): Promise<void>;
        retry(id: string, input?: Record<string, unknown>): Promise<void>;
        drop(id: string): void;
        on(listener: import(".").OutboxListener): () => void;
    };
    upload: (path: string, options?: import(".").CallOptions & {
        progress?: (percent: number) => void;
    }) => Promise<import(".").Uploaded>;
    /** A fresh idempotency key, for a mutation that may be repeated by hand. */
    key: () => string;
    /** The id of who is logged in. */
    person: () => string | undefined;
    /** Takes tokens that were got by hand. */
    take: (tokens: import(".").Tokens) => void;
    speak: (chosen: import(".").Language) => void;
    logout: () => Promise<void>;
    /** Closes the account for good: personal data is erased. */
    closeAccount: () => Promise<void>;
    /** Call when the app goes to the background. */
    pause: () => void;
    /** Call when the app comes back or the network does. */
    resume(): void;
};
export type Client = ReturnType<typeof createClient>;
