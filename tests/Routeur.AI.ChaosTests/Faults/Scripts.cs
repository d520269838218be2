using Routeur.AI.ChaosTests.Server;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>What all scripts have in common.</summary>
internal static class Scripts
{
    /// <summary>Whether the fault strikes the first attempt of this call only, when its kind is one that recovers.</summary>
    public static bool Recovers(int call) => call % 4 >= 2;

    /// <summary>The fault comes when the headers of a request have been read.</summary>
    public static Func<RawConnection, Task> AfterHead(Func<RawConnection, Task> fault) => async connection =>
    {
        while (await connection.ReadHeadAsync())
        {
            if (connection.Request.Attempt == 1 || !Recovers(connection.Request.Call))
            {
                await fault(connection);
                return;
            }

            await connection.ReadBodyAsync();
            await connection.AnswerAsync();
        }
    };

    /// <summary>The fault comes when a request has been read whole.</summary>
    public static Func<RawConnection, Task> AfterRequest(Func<RawConnection, Task> fault) => AfterHead(async connection =>
    {
        await connection.ReadBodyAsync();
        await fault(connection);
    });

    /// <summary>The server sends this much of an answer, then resets the connection.</summary>
    public static Func<RawConnection, Task> ThenReset(Func<RawConnection, string> sent) => AfterRequest(async connection =>
    {
        await connection.SendAsync(sent(connection));
        connection.Reset();
    });

    /// <summary>The server sends this much of an answer, then says that no more will come.</summary>
    public static Func<RawConnection, Task> ThenEnd(Func<RawConnection, string> sent) => AfterRequest(async connection =>
    {
        await connection.SendAsync(sent(connection));
        await connection.EndAsync();
    });

    /// <summary>The server sends this much of an answer, then nothing.</summary>
    public static Func<RawConnection, Task> ThenStall(Func<RawConnection, string> sent) => AfterRequest(async connection =>
    {
        await connection.SendAsync(sent(connection));
        await connection.StallAsync();
    });
}
