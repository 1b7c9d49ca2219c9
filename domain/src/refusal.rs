//! Every answer "no" that a user can meet: a stable code and a sentence in two languages that says
//! what to do.

use serde::{Deserialize, Serialize};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $zh:literal, $en:literal;)*) => {
        /// Why a command was refused. Stable: clients match on [`Refusal::code`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum Refusal { $($(#[$doc])* $name,)* }

        impl Refusal {
            /// All refusals, in the order of the catalogue.
            pub const ALL: &'static [Refusal] = &[$(Refusal::$name,)*];

            /// The stable code that stands in `extensions.code`.
            pub const fn code(self) -> &'static str {
                match self { $(Refusal::$name => $code,)* }
            }

            /// The sentence for residents and committees.
            pub const fn zh(self) -> &'static str {
                match self { $(Refusal::$name => $zh,)* }
            }

            /// The same sentence in English.
            pub const fn en(self) -> &'static str {
                match self { $(Refusal::$name => $en,)* }
            }
        }
    };
}

refusals! {
    /// No one is logged in.
    Unauthenticated, "UNAUTHENTICATED", "请先登录。", "Log in first.";
    /// The actor lacks the role that the action needs.
    Forbidden, "FORBIDDEN", "您在该区域没有办理此事的身份。", "You hold no role in this area that allows this.";
    /// Level 1 (phone) is needed.
    PhoneRequired, "PHONE_REQUIRED", "请先绑定手机号。", "Bind your phone number first.";
    /// Level 2 (verified resident) is needed.
    VerificationRequired, "VERIFICATION_REQUIRED", "请先在所住小区完成居民认证。", "Have your residence verified in your block first.";
    /// Verified, but not in this area.
    NotResidentHere, "NOT_RESIDENT_HERE", "此事项仅限本区域已认证居民参与。", "Only verified residents of this area may take part.";
    /// Not there, or not visible to the viewer.
    NotFound, "NOT_FOUND", "内容不存在或暂不可见。", "It does not exist or cannot be seen by you.";
    /// The move does not exist from the present state.
    WrongState, "WRONG_STATE", "提案当前所处环节不能进行此操作，请刷新后再看。", "The proposal's present state does not allow this; refresh and look again.";
    /// Somebody changed it in between.
    VersionConflict, "VERSION_CONFLICT", "内容已被他人更新，请刷新后再试。", "Somebody changed it meanwhile; refresh and try again.";
    /// Same idempotency key, other input.
    IdempotencyConflict, "IDEMPOTENCY_CONFLICT", "同一操作编号对应了不同的内容，请重新提交。", "This operation key was used with other input; send it under a new key.";
    /// A value does not fit its form.
    Invalid, "INVALID_INPUT", "填写的内容不符合要求，请检查后重试。", "A value does not fit; check it and try again.";
    /// A required text is empty.
    TextRequired, "TEXT_REQUIRED", "请填写必要的文字说明。", "Write the text that is required.";
    /// A text is too long.
    TextTooLong, "TEXT_TOO_LONG", "文字超过长度限制，请精简。", "The text is too long; shorten it.";
    /// The content check found something that may not be published.
    ContentRejected, "CONTENT_REJECTED", "内容未通过审核，请修改后再提交。", "The text did not pass the content check; change it and send it again.";
    /// The text still waits for the content check.
    ContentPending, "CONTENT_PENDING", "内容正在审核，通过后方可办理。", "The text still waits for the content check.";
    /// The rule demands rework before closing.
    ReworkDue, "REWORK_DUE", "满意率未达标，须先整改。", "Satisfaction is under the threshold; it goes back to rework.";
    /// A request for delivery while one is waiting, or work while suspended.
    Suspended, "SUSPENDED", "任务已暂停，恢复后方可继续。", "Implementation is suspended; resume it first.";
    /// Too many open proposals of one person.
    TooManyOpenProposals, "TOO_MANY_OPEN_PROPOSALS", "您办理中的提案已达上限，请等其中一件办结后再提交。", "You have reached the limit of open proposals; wait until one is finished.";
    /// A time window is over.
    WindowClosed, "WINDOW_CLOSED", "办理期限已过。", "The time for this is over.";
    /// A time window has not ended yet.
    WindowOpen, "WINDOW_OPEN", "期限未到，暂不能办理。", "The period is still running; this is possible after it.";
    /// The appeal was used up.
    AlreadyAppealed, "ALREADY_APPEALED", "每件提案只能申诉一次。", "A proposal can be appealed once.";
    /// No tier above or below where the move could go.
    NoSuchTier, "NO_SUCH_TIER", "没有可以转交的上级或下级平台。", "There is no platform above or below to hand it to.";
    /// The target of a merge or hand-over does not fit.
    BadTarget, "BAD_TARGET", "目标不合适：须为同一辖区内办理中的提案或平台。", "The target must be an open proposal or a platform in the same subtree.";
    /// A round's result or the direct-handling rule is needed.
    RoundRequired, "ROUND_REQUIRED", "须有议事结果，或符合简易事项直接办理规则。", "A concluded round, or the direct-handling rule, is needed.";
    /// A round on the proposal is under way.
    UnderRound, "UNDER_ROUND", "该提案正在议事，议事结束后方可办理。", "A round on the proposal is under way; wait until it ends.";
    /// A concluded round decided otherwise.
    RoundDecided, "ROUND_DECIDED", "议事已有结果，须按议事结果办理。", "A round has decided; act by its result.";
    /// The round is over.
    RoundOver, "ROUND_OVER", "本轮议事已经结束。", "The round is over.";
    /// The step is not where this could be done.
    StepNotOpen, "STEP_NOT_OPEN", "该议事步骤当前不能进行此操作，请刷新后再看。", "The step does not allow this now; refresh and look again.";
    /// A template that makes no sense.
    TemplateUnsound, "TEMPLATE_UNSOUND", "议事规程设置有误，请检查各步骤。", "The procedure makes no sense as it stands; check its steps.";
    /// A month that is sealed is sealed once.
    AlreadySealed, "ALREADY_SEALED", "该月份已经封存，数据不再更改。", "The month is sealed already; its figures never change.";
    /// Already supported.
    AlreadySupported, "ALREADY_SUPPORTED", "您已附议，无需重复。", "You already support it.";
    /// There is no support to revoke.
    NotSupported, "NOT_SUPPORTED", "您尚未附议。", "You do not support it.";
    /// One's own proposal cannot be supported.
    OwnProposal, "OWN_PROPOSAL", "不能附议自己的提案。", "You cannot support your own proposal.";
    /// Already followed.
    AlreadyFollowed, "ALREADY_FOLLOWED", "您已关注。", "You already follow it.";
    /// Not followed.
    NotFollowed, "NOT_FOLLOWED", "您尚未关注。", "You do not follow it.";
    /// Already objected.
    AlreadyObjected, "ALREADY_OBJECTED", "您已提出异议。", "You have already objected.";
    /// Tasks are still open.
    TasksOpen, "TASKS_OPEN", "尚有任务未完成或未说明取消原因。", "Tasks are still open; complete or cancel each with a reason.";
    /// There is no such task.
    NoSuchTask, "NO_SUCH_TASK", "任务不存在。", "There is no such task.";
    /// The supervisor's check is missing.
    SupervisorCheckMissing, "SUPERVISOR_CHECK_MISSING", "须先有居务监督员的核查意见。", "The supervisor's check must be recorded first.";
    /// Nothing is waiting for a decision.
    NothingPending, "NOTHING_PENDING", "没有待审批的申请。", "Nothing waits for a decision.";
    /// A request is already waiting.
    AlreadyPending, "ALREADY_PENDING", "已有申请待审批。", "A request is already waiting for a decision.";
    /// The merge choice was already made.
    AlreadyChosen, "ALREADY_CHOSEN", "您已作出选择。", "You have already chosen.";
    /// Administrator, auditor and officer may not be one person.
    SeparationOfPowers, "SEPARATION_OF_POWERS", "系统管理、审计与业务岗位不得由同一人担任。", "Administrator, auditor and officer may not be the same person.";
    /// The role does not exist at that tier.
    RoleTierMismatch, "ROLE_TIER_MISMATCH", "该角色不能设在这一层级。", "This role does not exist at that tier.";
    /// The consultation is not open.
    ConsultationNotOpen, "CONSULTATION_NOT_OPEN", "征询尚未开始或已经结束。", "The consultation has not begun or is over.";
    /// Not on the list that was frozen at the opening.
    NotInElectorate, "NOT_IN_ELECTORATE", "您不在本次参与名单内，名单在开始时已经确定。", "You are not on the list of participants, which was fixed at the opening.";
    /// Only the facilitator makes statements here.
    StatementsByStaffOnly, "STATEMENTS_BY_STAFF_ONLY", "本次征询的观点由主持人提出，请对已有观点表态。", "In this consultation the facilitator makes the statements; vote on those that are there.";
    /// The statement is not to be seen, or stands differently.
    StatementNotShown, "STATEMENT_NOT_SHOWN", "该观点当前未公开或状态已变，请刷新后再看。", "The statement is not shown now or has changed; refresh and look again.";
    /// No more statements fit.
    TooManyStatements, "TOO_MANY_STATEMENTS", "观点数量已达上限，请对已有观点表态。", "There are as many statements as there may be; vote on those that are there.";
    /// Too many requests.
    RateLimited, "RATE_LIMITED", "操作太频繁，请稍后再试。", "Too many requests; try again shortly.";
    /// A login that did not succeed, without telling why.
    LoginFailed, "LOGIN_FAILED", "登录失败，请检查后重试。", "Login failed; check and try again.";
    /// Too many failed logins.
    LoginLocked, "LOGIN_LOCKED", "登录失败次数过多，请15分钟后再试。", "Too many failed logins; try again in 15 minutes.";
    /// The WeChat code was wrong, used or expired.
    WechatCodeInvalid, "WECHAT_CODE_INVALID", "微信登录凭证已失效，请重新进入小程序。", "The WeChat code is no longer valid; open the mini-program again.";
    /// Only who came by WeChat has what is asked for.
    WechatAccountRequired, "WECHAT_ACCOUNT_REQUIRED", "请在微信小程序中登录后办理。", "Log in through the WeChat mini-program first.";
    /// Another account has the phone number.
    PhoneTaken, "PHONE_TAKEN", "该手机号已绑定其他账号，如有疑问请联系居委会。", "Another account has this phone number; ask the committee if you doubt it.";
    /// Two accounts of one number have both been used.
    PhoneNotJoinable, "PHONE_NOT_JOINABLE", "该手机号登记在另一份居民档案下，两个账号都有办事记录，请到居委会核实处理。", "The number stands in another resident's record, and both accounts have been used; have the committee look at it.";
    /// No such mini-program code.
    CodeUnknown, "CODE_UNKNOWN", "小程序码无效，请确认扫的是议亭的码。", "This is no code of Yiting's.";
    /// The code's time is over.
    CodeExpired, "CODE_EXPIRED", "小程序码已过期，请向居委会索取新码。", "The code has expired; ask the committee for a new one.";
    /// The code was withdrawn.
    CodeRevoked, "CODE_REVOKED", "小程序码已停用，请使用新的小程序码。", "The code was withdrawn; use the new one.";
    /// WeChat could not be reached.
    UpstreamUnavailable, "UPSTREAM_UNAVAILABLE", "微信服务暂时无法连接，请稍后再试。", "WeChat cannot be reached now; try again shortly.";
    /// The household code is wrong, used or expired.
    InvitationInvalid, "INVITATION_INVALID", "邀请码无效或已过期，请向居委会索取新码。", "The code is wrong or expired; ask the committee for a new one.";
    /// Something that the server needs for this is away for the moment.
    ServiceUnavailable, "SERVICE_UNAVAILABLE", "服务暂时不可用，请稍后再试。", "The service is away for the moment; try again shortly.";
    /// The search engine is away; nothing else is.
    SearchUnavailable, "SEARCH_UNAVAILABLE", "搜索暂时不可用，其他功能不受影响，请稍后再试；也可以按小区、议题浏览提案。", "Search is away for the moment, and nothing else is; try again shortly, or browse by block and topic.";
    /// A running ballot binds the proposal.
    BallotRunning, "BALLOT_RUNNING", "该提案正在表决，表决结束前不能移交、合并或撤回。", "A ballot on the proposal is running; it cannot be moved, merged or withdrawn before it ends.";
    /// Votes are not taken now.
    BallotNotOpen, "BALLOT_NOT_OPEN", "表决尚未开始或已经结束。", "The ballot is not open now.";
    /// A vote that does not fit the ballot paper.
    MalformedVote, "MALFORMED_VOTE", "选票填写不符合规则，请检查后重新提交。", "The vote does not fit the ballot paper; check it and send it again.";
    /// The second signature must be another person's.
    SecondPersonNeeded, "SECOND_PERSON_NEEDED", "须由另一名工作人员确认。", "Another member of staff must confirm it.";
    /// The meeting has ended or was called off.
    MeetingOver, "MEETING_OVER", "会议已经结束或取消。", "The meeting is over or was called off.";
    /// The doors are not open yet.
    MeetingNotBegun, "MEETING_NOT_BEGUN", "会议尚未开始，会前30分钟开放签到。", "The meeting has not begun; check-in opens 30 minutes before.";
    /// It is not over yet.
    MeetingNotOver, "MEETING_NOT_OVER", "会议结束后方可办理此事。", "This is possible after the meeting's end.";
    /// No open seats.
    InvitedOnly, "INVITED_ONLY", "本次会议仅限受邀人参加。", "Only those who were invited take part in this meeting.";
    /// Training is for those who work in the community.
    WorkersOnly, "WORKERS_ONLY", "本次培训仅限本区域社区工作者参加。", "This training is for community workers of this area.";
    /// A seat or a place on the waiting list is held already.
    AlreadySignedUp, "ALREADY_SIGNED_UP", "您已报名，无需重复。", "You have already signed up.";
    /// There is nothing to sign off from.
    NotSignedUp, "NOT_SIGNED_UP", "您尚未报名。", "You have not signed up.";
    /// All open seats are taken.
    NoSeat, "NO_SEAT", "席位已满，请到签到处联系工作人员。", "All seats are taken; speak to the staff at the door.";
    /// The code is not that on the screen.
    CheckInCodeWrong, "CHECK_IN_CODE_WRONG", "签到码不正确或已过期，请输入会场屏幕上的最新签到码。", "The code is wrong or has expired; enter the one on the room's screen now.";
    /// Only who is there.
    NotCheckedIn, "NOT_CHECKED_IN", "仅限已签到的参会人。", "Only those who have checked in may do this.";
    /// Those who are there already cannot sign off.
    AlreadyCheckedIn, "ALREADY_CHECKED_IN", "您已签到，离开时请签退。", "You have checked in; check out when you leave.";
    /// The request to speak stands differently.
    SpeechNotWaiting, "SPEECH_NOT_WAITING", "该发言申请状态已变，请刷新后再看。", "The request to speak has changed; refresh and look again.";
    /// The minutes need two people.
    OtherParticipantNeeded, "OTHER_PARTICIPANT_NEEDED", "会议纪要须由主持人和另一名到会人员分别确认，起草人不能代替。", "The minutes are confirmed by the chair and by another person who was there, not by who drafted them.";
    /// Not confirmed twice yet.
    MinutesNotConfirmed, "MINUTES_NOT_CONFIRMED", "会议纪要须经主持人和一名到会人员确认后方可公布。", "The minutes must be confirmed by the chair and one participant first.";
    /// The invitation to review stands differently.
    ReviewNotWaiting, "REVIEW_NOT_WAITING", "该评审邀请状态已变，请刷新后再看。", "The invitation to review has changed; refresh and look again.";
    /// No picture that can be shown everywhere.
    FileTypeUnsupported, "FILE_TYPE_UNSUPPORTED", "只能上传 JPEG、PNG 或 WebP 图片。", "Only JPEG, PNG and WebP pictures can be uploaded.";
    /// A telephone's own format.
    FileHeic, "FILE_HEIC", "暂不支持 HEIC 图片。请在选图时选择“压缩”，或在手机相机设置中改用“兼容性最佳”格式。", "HEIC pictures are not supported; choose the compressed picture, or set the camera to its most compatible format.";
    /// Too many bytes.
    FileTooLarge, "FILE_TOO_LARGE", "图片不能超过10 MB，请压缩后再上传。", "A picture may have 10 MB; send a smaller one.";
    /// Too many pixels.
    ImageTooLarge, "IMAGE_TOO_LARGE", "图片像素过大，最多4000万像素，请缩小后再上传。", "The picture has too many pixels; send a smaller one of at most 40 million.";
    /// Not to be decoded.
    ImageDamaged, "IMAGE_DAMAGED", "图片已损坏或不完整，请重新选择。", "The picture is damaged or incomplete; choose it again.";
    /// Too many uploads in a day.
    UploadQuota, "UPLOAD_QUOTA", "您今天上传的图片已达上限，请明天再试。", "You have reached today's limit of pictures; try again tomorrow.";
    /// Too many pictures at one place.
    TooManyPhotos, "TOO_MANY_PHOTOS", "图片最多9张。", "There may be nine pictures at most.";
    /// Did not pass its check.
    FileRefused, "FILE_REFUSED", "图片未通过审核，请更换。", "The picture did not pass its check; choose another.";
    /// One upload, one place.
    FileAttached, "FILE_ATTACHED", "该图片已用在别处，请重新上传。", "This picture is used elsewhere; upload it again.";
    /// The app is too old for this server.
    UpgradeRequired, "UPGRADE_REQUIRED", "当前小程序版本已停用，请更新后继续使用；您保存在手机上的草稿不会丢失。", "This version of the app is no longer served; update it. Drafts on your phone are kept.";
    /// A fault of ours.
    Internal, "INTERNAL", "系统出现问题，您的内容未丢失，请稍后重试。", "Something failed on our side; try again with the same key.";
}

impl Refusal {
    /// Whether the same request may succeed later without being changed.
    pub const fn retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::UpstreamUnavailable
                | Self::ServiceUnavailable
                | Self::SearchUnavailable
                | Self::Internal
                | Self::WindowOpen
        )
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use std::collections::HashSet;

    #[test]
    fn every_refusal_has_its_own_code_and_both_sentences() {
        let codes: HashSet<_> = Refusal::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
        for refusal in Refusal::ALL {
            assert!(refusal.zh().ends_with('。'), "{}", refusal.code());
            assert!(refusal.en().ends_with('.'), "{}", refusal.code());
        }
    }
}
